use kernel::{AgencyCode, Caller, Jurisdiction, KanregCode, Person, Role, Scope, ServiceName, UnitCode};
use uuid::Uuid;

fn person(role: Role, jurisdiction: Jurisdiction) -> Person {
    Person {
        person_id: Uuid::from_u128(1).into(),
        account_id: Uuid::from_u128(2).into(),
        session_id: Uuid::from_u128(3).into(),
        role,
        jurisdiction,
    }
}

#[test]
fn nobody_but_a_person_sees_anything_by_default() {
    for caller in [Caller::Public, Caller::Operator("ops-1".to_owned()), Caller::Service(ServiceName::Gateway)] {
        assert_eq!(caller.scope(), Scope::Nothing, "{caller:?}");
        assert_eq!(caller.person(), None);
    }
}

#[test]
fn a_person_sees_their_jurisdiction_and_an_employee_only_themselves() {
    let unit = UnitCode::parse("u").expect("a code");
    let agency = AgencyCode::parse("a").expect("a code");
    let kanreg = KanregCode::parse("k").expect("a code");
    for (role, jurisdiction, scope) in [
        (Role::Employee, Jurisdiction::OwnFile, Scope::OwnFile(Uuid::from_u128(1).into())),
        (Role::Verifier1, Jurisdiction::Unit(unit.clone()), Scope::Unit(unit)),
        (Role::Verifier2, Jurisdiction::Agency(agency.clone()), Scope::Agency(agency)),
        (Role::Verifier3, Jurisdiction::Kanreg(kanreg.clone()), Scope::Kanreg(kanreg)),
        (Role::BknAdmin, Jurisdiction::Nation, Scope::Nation),
        (Role::Verifier3, Jurisdiction::Rehearsal, Scope::Rehearsal),
    ] {
        let person = person(role, jurisdiction);
        let caller = Caller::Person(person.clone());
        assert_eq!(caller.scope(), scope);
        assert_eq!(caller.person(), Some(&person));
    }
}

#[test]
fn a_query_is_given_one_code_at_most() {
    for (jurisdiction, codes) in [
        ("own", [None, None, None]),
        ("unit:u", [Some("u"), None, None]),
        ("agency:a", [None, Some("a"), None]),
        ("kanreg:k", [None, None, Some("k")]),
        ("nation", [None, None, None]),
    ] {
        let scope = person(Role::Employee, Jurisdiction::parse(jurisdiction).expect("a jurisdiction")).scope();
        assert_eq!([scope.unit(), scope.agency(), scope.kanreg()], codes, "{jurisdiction}");
    }
}
