use kernel::{Caller, Nip};
use proto::identity::v1::{
    EnrolOfficerRequest, EnrolOfficerResponse, Jurisdiction, OfficerEnrolled, Role, jurisdiction::Area,
};
use tonic::Status;
use uuid::Uuid;

use super::harness::{PASSWORD, World, by, number, reason};

pub(crate) fn officer(username: &str) -> EnrolOfficerRequest {
    EnrolOfficerRequest {
        username: username.into(),
        password: PASSWORD.into(),
        role: Role::Verifier1.into(),
        jurisdiction: at(Area::UnitCode("UNOR-1".into())),
        nip: String::new(),
        declared_name: "Bambang Sutrisno".into(),
    }
}

fn at(area: Area) -> Option<Jurisdiction> {
    Some(Jurisdiction { area: Some(area) })
}

pub(crate) async fn enrol(world: &World, request: EnrolOfficerRequest) -> Result<EnrolOfficerResponse, Status> {
    let request = by(Caller::Operator("local".into()), request);
    world.client.clone().enrol_officer(request).await.map(tonic::Response::into_inner)
}

#[tokio::test]
async fn an_officer_is_bound_to_an_employee_told_and_audited() {
    let world = World::new("enrol_employee").await;
    let (nip, person) = ("198612262009122001", Uuid::from_u128(77));
    let known = (Nip::parse(nip).unwrap(), person.into(), "Siti Aminah, S.Kom");
    world.registration.employees.lock().unwrap().push(known);
    let request = EnrolOfficerRequest { nip: nip.into(), declared_name: String::new(), ..officer("Siti.BKD") };
    let siti_in_it = EnrolOfficerRequest { password: "aminah naik sepeda 8".into(), ..request.clone() };
    assert_eq!(reason(enrol(&world, siti_in_it).await), "FIELDS_INVALID");
    let enrolled = enrol(&world, request.clone()).await.unwrap();
    assert_eq!(enrolled.person_id, person.to_string());
    assert!(enrolled.totp_uri.starts_with("otpauth://totp/e-PUPNS:siti.bkd?secret="));
    let told = world.told::<OfficerEnrolled>().await;
    assert_eq!((told.len(), told[0].0.unwrap().to_string(), told[0].1), (1, enrolled.account_id, Some(1)));
    let audited = "select count(*) from identity.audit_entries
                   where action = 'enrol_officer' and actor = 'operator:local' and details->>'role' = 'verifier_1'";
    assert_eq!(world.count(audited).await, 1);
    let other = EnrolOfficerRequest { username: "siti.kedua".into(), ..request };
    assert_eq!(
        enrol(&world, other).await.unwrap().person_id,
        person.to_string(),
        "two accounts of one person share it"
    );
}

#[tokio::test]
async fn a_declared_person_is_kept_by_name_nobody_can_read() {
    let world = World::new("enrol_declared").await;
    enrol(&world, officer("bambang")).await.unwrap();
    let plain = format!(
        "select count(*) from identity.declared_persons where position('{}' in encode(name, 'hex')) > 0",
        data_encoding::HEXLOWER.encode(b"Bambang")
    );
    assert_eq!(world.count("select count(*) from identity.declared_persons").await, 1);
    assert_eq!(world.count(&plain).await, 0);
}

#[tokio::test]
async fn enrolling_twice_changes_nothing() {
    let world = World::new("enrol_twice").await;
    enrol(&world, officer("bambang")).await.unwrap();
    assert_eq!(reason(enrol(&world, officer("BAMBANG")).await), "USERNAME_TAKEN");
    let all = (0..8).map(|_| enrol(&world, officer("sekaligus")));
    let results = futures::future::join_all(all).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert_eq!(world.count("select count(*) from identity.accounts").await, 2);
    assert_eq!(world.count("select count(*) from identity.declared_persons").await, 2);
}

#[tokio::test]
async fn a_role_holds_only_where_it_can() {
    let world = World::new("enrol_jurisdiction").await;
    let (unit, agency) = (|| at(Area::UnitCode("U".into())), || at(Area::AgencyCode("A".into())));
    let (kanreg, nation) = (|| at(Area::KanregCode("K".into())), || at(Area::Nation(true)));
    let rehearsal = || at(Area::Rehearsal(true));
    for (n, (role, area, fits)) in [
        (Role::Verifier1, unit(), true),
        (Role::Verifier1, nation(), false),
        (Role::Verifier2, agency(), true),
        (Role::Verifier2, unit(), false),
        (Role::Verifier3, kanreg(), true),
        (Role::Verifier3, nation(), true),
        (Role::Verifier3, agency(), false),
        (Role::Helpdesk, agency(), true),
        (Role::Helpdesk, nation(), true),
        (Role::Helpdesk, unit(), false),
        (Role::AgencyAdmin, agency(), true),
        (Role::AgencyAdmin, nation(), false),
        (Role::BknAdmin, nation(), true),
        (Role::BknAdmin, agency(), false),
        (Role::Verifier3, rehearsal(), true),
        (Role::Helpdesk, rehearsal(), false),
        (Role::BknAdmin, rehearsal(), false),
        (Role::Employee, nation(), false),
        (Role::AgencySystem, agency(), false),
    ]
    .into_iter()
    .enumerate()
    {
        let request = EnrolOfficerRequest { role: role.into(), jurisdiction: area, ..officer(&format!("petugas-{n}")) };
        let expected = if fits { "OK" } else { "JURISDICTION_MISMATCH" };
        assert_eq!(reason(enrol(&world, request).await), expected, "case {n}");
    }
}

#[tokio::test]
async fn an_officer_of_a_rehearsal_is_given_nothing_real() {
    let world = World::new("enrol_rehearsed").await;
    let rehearsed = |area| EnrolOfficerRequest {
        role: Role::Verifier3.into(),
        jurisdiction: at(area),
        ..officer("Geladi.X002.kanreg-bkn.0badcafe")
    };
    for real in [Area::Nation(true), Area::KanregCode("03".into())] {
        assert_eq!(reason(enrol(&world, rehearsed(real)).await), "JURISDICTION_MISMATCH");
    }
    assert_eq!(world.count("select count(*) from identity.accounts").await, 0);
    enrol(&world, rehearsed(Area::Rehearsal(true))).await.unwrap();
    assert_eq!(world.count("select count(*) from identity.accounts where jurisdiction = 'rehearsal'").await, 1);
}

#[tokio::test]
async fn what_names_nobody_or_breaks_a_rule_is_refused() {
    let world = World::new("enrol_refused").await;
    let by_nip =
        |nip: &str| EnrolOfficerRequest { nip: nip.into(), declared_name: String::new(), ..officer("petugas") };
    assert_eq!(reason(enrol(&world, by_nip("198612262009122001")).await), "PERSON_NOT_FOUND");
    for request in [
        by_nip("1986122622010101001"),
        by_nip(""),
        EnrolOfficerRequest { nip: "198612262009122001".into(), ..officer("petugas") },
        officer("ab"),
        officer(&number(1).to_string().to_lowercase()),
        EnrolOfficerRequest { password: "petugas-petugas".into(), ..officer("petugas") },
        EnrolOfficerRequest { password: "pendek".into(), ..officer("petugas") },
        EnrolOfficerRequest { declared_name: "B\u{202e}ambang".into(), ..officer("petugas") },
        EnrolOfficerRequest { role: 99, ..officer("petugas") },
        EnrolOfficerRequest { jurisdiction: None, ..officer("petugas") },
        EnrolOfficerRequest { jurisdiction: at(Area::Nation(false)), ..officer("petugas") },
        EnrolOfficerRequest { jurisdiction: at(Area::Rehearsal(false)), ..officer("petugas") },
    ] {
        assert_eq!(reason(enrol(&world, request).await), "FIELDS_INVALID");
    }
    assert_eq!(world.count("select count(*) from identity.accounts").await, 0);
}
