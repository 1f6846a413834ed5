//! A rehearsal is removed: its reviews are gone with all decisions, and no other review is.

use proto::registration::v1::{
    AgenciesImported, EmployeeRef, OrgUnit, OrgUnitsImported, PurgedPerson, RehearsalPurged,
};

use super::{
    fixtures::{Someone, agency},
    harness::{World, bkd, skpd},
};

/// Tables with anything of a review.
const TABLES: [&str; 5] = ["reviews", "review_items", "stage_officers", "completions", "decisions"];

fn purged(people: &[Someone], agency_gone: bool) -> RehearsalPurged {
    let people = people.iter().map(|someone| PurgedPerson {
        employee_id: someone.employee_id().to_string(),
        registration_ids: Vec::new(),
        dossier_ids: vec![someone.dossier_id().to_string()],
    });
    RehearsalPurged { agency_code: "X001".into(), people: people.collect(), agency_gone }
}

/// The teacher's dossier is one of a rehearsal, decided at two stages; the nurse's is real.
async fn rehearsed(test: &str) -> World {
    let world = World::new(test).await;
    world.hear(AgenciesImported { agencies: vec![agency("X001", "X01", 1)] }).await.unwrap();
    let unit = |code: &str, above: &[&str]| OrgUnit {
        code: code.into(),
        agency_code: "X001".into(),
        ancestor_codes: above.iter().map(|code| (*code).into()).collect(),
        version: 1,
        ..OrgUnit::default()
    };
    let units = vec![unit("X001", &[]), unit("X001-01", &["X001"])];
    world.hear(OrgUnitsImported { units }).await.unwrap();
    let mut submitted = Someone::Teacher.submits(&world.app.clock);
    let employee = submitted.employee.take().unwrap();
    submitted.employee = Some(EmployeeRef { agency_code: "X001".into(), unit_code: "X001-01".into(), ..employee });
    world.hear(submitted).await.unwrap();
    world.pass(&skpd("X001"), Someone::Teacher.dossier_id(), 1, vec![]).await;
    world.pass(&bkd("X001"), Someone::Teacher.dossier_id(), 1, vec![]).await;
    let real = world.submitted(Someone::Nurse).await;
    world.pass(&skpd("A1.HEALTH"), real, 1, vec![]).await;
    world
}

#[tokio::test]
async fn reviews_of_a_rehearsal_go_with_all_decisions_and_real_ones_stay() {
    let world = rehearsed("rehearsal_reviews").await;
    let teacher = Someone::Teacher.dossier_id();
    for _ in 0..2 {
        world.hear(purged(&[Someone::Teacher, Someone::Nurse], false)).await.unwrap();
    }
    for table in TABLES {
        let of = |what: &str| format!("select count(*) from verification.{table} where dossier_id {what} '{teacher}'");
        assert_eq!(world.count(&of("=")).await, 0, "{table}");
        assert!(world.count(&of("<>")).await > 0 || table == "decisions", "{table}");
    }
    let audited = "select count(*) from verification.audit_entries
                   where action = 'purge_rehearsal' and actor = 'service:registration' and details->>'reviews' = '1'";
    assert_eq!(world.count(audited).await, 1, "what was gone already is not told again");
}

#[tokio::test]
async fn the_last_message_takes_the_copies_of_agency_and_units() {
    let world = rehearsed("rehearsal_copies").await;
    let copies = "select (select count(*) from verification.agencies where code like 'X%') * 100
                         + (select count(*) from verification.org_units where agency_code like 'X%') * 10
                         + (select count(*) from verification.org_unit_closure where descendant_code like 'X%')";
    let real = "select (select count(*) from verification.agencies) + (select count(*) from verification.org_units)
                       + (select count(*) from verification.org_unit_closure)";
    let all = world.count(real).await;
    assert_eq!(world.count(copies).await, 123);
    world.hear(purged(&[Someone::Teacher], true)).await.unwrap();
    assert_eq!(world.count(copies).await, 0);
    assert_eq!(world.count(real).await, all - 6);
    world.hear(purged(&[], true)).await.unwrap();
}

#[tokio::test]
async fn a_real_agency_is_refused() {
    let world = rehearsed("rehearsal_real").await;
    let real = RehearsalPurged { agency_code: "A1".into(), ..purged(&[Someone::Nurse], true) };
    world.hear(real).await.unwrap_err();
    assert_eq!(world.count("select count(*) from verification.reviews").await, 2);
    assert_eq!(world.count("select count(*) from verification.agencies where code = 'A1'").await, 1);
}
