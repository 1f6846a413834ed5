use kernel::{AgencyCode, Jurisdiction, KanregCode, Person, Role, Stage, UnitCode, VerifierScope};
use proptest::prelude::*;
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

/// The places that a query would be given.
fn places(scope: &VerifierScope) -> Vec<String> {
    let named = [("unit", scope.unit()), ("agency", scope.agency()), ("kanreg", scope.kanreg())];
    let named = named.into_iter().filter_map(|(kind, code)| code.map(|code| format!("{kind}:{code}")));
    let central = scope.central().map(|rehearsed| if rehearsed { "central, rehearsed" } else { "central" }.to_owned());
    named.chain(central).collect()
}

/// Rows: roles that decide; columns: own file, unit, agency, region, nation, rehearsals.
#[test]
fn each_verifier_sees_the_place_of_their_stage_and_nothing_elsewhere() {
    let jurisdictions = ["own", "unit:u", "agency:a", "kanreg:k", "nation", "rehearsal"];
    for (role, stage, expected) in [
        (Role::Verifier1, Stage::Skpd, ["", "unit:u", "", "", "", ""]),
        (Role::Verifier2, Stage::Bkd, ["", "", "agency:a", "", "", ""]),
        // BKN Pusat decides for the central agencies, the regional offices for the others.
        (Role::Verifier3, Stage::KanregBkn, ["", "", "", "kanreg:k", "central", "central, rehearsed"]),
    ] {
        let scopes = jurisdictions.map(|text| Jurisdiction::parse(text).expect("a jurisdiction"));
        let scopes = scopes.map(|jurisdiction| VerifierScope::of(&person(role, jurisdiction)).expect("a verifier"));
        assert!(scopes.iter().all(|scope| scope.stage() == stage && scope.person() == Uuid::from_u128(1).into()));
        assert_eq!(scopes.map(|scope| places(&scope).join(" ")), expected, "{role}");
    }
}

fn jurisdictions() -> impl Strategy<Value = Jurisdiction> {
    let code = "[A-Za-z0-9.-]{1,36}";
    prop_oneof![
        Just(Jurisdiction::OwnFile),
        code.prop_map(|code| Jurisdiction::Unit(UnitCode::parse(&code).expect("a code"))),
        code.prop_map(|code| Jurisdiction::Agency(AgencyCode::parse(&code).expect("a code"))),
        code.prop_map(|code| Jurisdiction::Kanreg(KanregCode::parse(&code).expect("a code"))),
        Just(Jurisdiction::Nation),
        Just(Jurisdiction::Rehearsal),
    ]
}

proptest! {
    /// Whoever it is: who decides nothing has no scope, nobody has two places, and a place is the jurisdiction's own.
    #[test]
    fn nobody_sees_more_than_their_jurisdiction(role in prop::sample::select(&Role::ALL), jurisdiction in jurisdictions()) {
        let scope = VerifierScope::of(&person(role, jurisdiction.clone()));
        prop_assert_eq!(scope.as_ref().map(VerifierScope::stage), Stage::of(role));
        let Some(scope) = scope else { return Ok(()) };
        let places = places(&scope);
        prop_assert_eq!(places.len(), usize::from(role.fits(&jurisdiction)), "{:?}", &places);
        for place in places {
            let named = if let Jurisdiction::Rehearsal = jurisdiction { "central, rehearsed" } else { "central" };
            prop_assert_eq!(place.replace(named, &jurisdiction.to_string()), jurisdiction.to_string());
        }
    }
}
