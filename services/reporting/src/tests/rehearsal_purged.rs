//! A rehearsal is removed: nothing of it is left in reports, and everybody else is counted as before.

use chassis::events::Heard;
use kernel::Caller;
use proto::{
    registration::v1::{
        AgenciesImported, EmployeeRef, EmployeesImported, OrgUnit, OrgUnitsImported, PurgedPerson,
        RegistrationSubmitted, RehearsalPurged,
    },
    reporting::v1::GetStatisticsRequest,
};
use uuid::Uuid;

use super::{
    fixtures::{CAMPAIGN, Someone, agency, at, event},
    harness::{World, by},
};

/// Tables with anything of people or agencies.
const TABLES: [&str; 5] = ["view_employees", "view_registrations", "view_counts", "view_agencies", "view_org_units"];

/// The campaign that statistics speak of.
async fn campaign_shown(world: &World) -> String {
    let asked = by(Caller::Public, GetStatisticsRequest {});
    world.client.clone().get_statistics(asked).await.unwrap().into_inner().campaign_code
}

fn rehearsed() -> EmployeeRef {
    EmployeeRef {
        employee_id: Uuid::from_u128(0x9999).to_string(),
        agency_code: "X001".into(),
        unit_code: "X001-01".into(),
        ..Someone::Teacher.employee()
    }
}

/// What a rehearsal of one person tells.
fn rehearsal(campaign: &str) -> Vec<Heard> {
    let registration = Uuid::from_u128(0x8888);
    let unit = OrgUnit { code: "X001-01".into(), agency_code: "X001".into(), version: 1, ..OrgUnit::default() };
    vec![
        event(None, &AgenciesImported { agencies: vec![agency("X001", "Geladi", "X01", 1)] }),
        event(None, &OrgUnitsImported { units: vec![unit] }),
        event(None, &EmployeesImported { import_id: String::new(), employees: vec![rehearsed()] }),
        event(
            Some((registration, 1)),
            &RegistrationSubmitted {
                registration_id: registration.to_string(),
                registration_number: Someone::Nurse.number(),
                employee: Some(rehearsed()),
                campaign_code: campaign.into(),
                registered_at: at(10),
                due_at: at(20),
                name: "Geladi".into(),
            },
        ),
    ]
}

fn purged(agency_code: &str, employee_id: String, agency_gone: bool) -> Heard {
    let person = PurgedPerson { employee_id, ..PurgedPerson::default() };
    event(None, &RehearsalPurged { agency_code: agency_code.into(), people: vec![person], agency_gone })
}

async fn rows(world: &World) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in TABLES {
        rows.push(world.count(&format!("select count(*) from reporting.{table}")).await);
    }
    rows
}

#[tokio::test]
async fn reports_stand_as_if_nobody_had_rehearsed() {
    let world = World::new("rehearsal_purged").await;
    world.tell(&Someone::Teacher.submits()).await;
    let before = rows(&world).await;
    for event in rehearsal(CAMPAIGN) {
        world.tell(&event).await;
    }
    assert!(rows(&world).await.iter().zip(&before).all(|(now, then)| now > then));
    let export = Uuid::from_u128(7);
    world
        .execute(&format!(
            "insert into reporting.fact_exports (export_id, person_id, request_id, kind, campaign_code, jurisdiction,
                 agency_code, state, created_at, expires_at, worked_at)
             values ('{export}', '{export}', '{export}', 'registered_employees', '2026', 'agency:X001', 'X001', 'waiting',
                 now(), now(), now());
             insert into reporting.fact_export_chunks values ('{export}', 0, 'x');
             insert into reporting.fact_export_people values ('{export}', '{export}')"
        ))
        .await;
    world.tell(&purged("X001", rehearsed().employee_id, false)).await;
    assert_eq!(world.count("select count(*) from reporting.fact_exports").await, 1, "the agency stands yet");
    for _ in 0..2 {
        world.tell(&purged("X001", rehearsed().employee_id, true)).await;
        assert_eq!(rows(&world).await, before);
    }
    let files =
        "select (select count(*) from reporting.fact_exports) + (select count(*) from reporting.fact_export_chunks)
                        + (select count(*) from reporting.fact_export_people)";
    assert_eq!(world.count(files).await, 0);
}

#[tokio::test]
async fn people_of_a_real_agency_stay_whatever_the_message_says() {
    let world = World::new("rehearsal_real").await;
    let before = rows(&world).await;
    world.tell(&purged("X001", Someone::Teacher.employee_id().to_string(), true)).await;
    assert_eq!(rows(&world).await, before);
}

#[tokio::test]
async fn a_campaign_in_which_only_a_rehearsal_was_is_not_the_latest_any_more() {
    let world = World::new("rehearsal_campaign").await;
    world.tell(&Someone::Teacher.submits()).await;
    for event in rehearsal("GELADI") {
        world.tell(&event).await;
    }
    assert_eq!(campaign_shown(&world).await, "GELADI");
    world.tell(&purged("X001", rehearsed().employee_id, true)).await;
    assert_eq!(
        campaign_shown(&world).await,
        CAMPAIGN,
        "the other one may be withdrawn now, and nobody tells of that here"
    );
}
