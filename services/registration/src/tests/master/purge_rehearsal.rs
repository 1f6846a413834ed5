//! A rehearsal is removed in batches: whatever stops it, the next call goes on, and nobody real is touched.

use chassis::db::Tx;
use kernel::Caller;
use proto::registration::v1::{PurgeRehearsalRequest, PurgeRehearsalResponse, RehearsalPurged};
use tonic::Status;

use crate::tests::{
    dossier::dossier_desk::Desk,
    fixtures::Someone,
    harness::{Refused as _, World, broken_fields, by, some_id, verifier_of},
    master::list_rehearsals::listed,
    registration::confirm_registrations::{confirm, decide, reject},
};

/// Tables that hold something of a person, of one agency, or of a dossier.
const PERSONAL: [&str; 8] = [
    "employees",
    "registrations",
    "dossiers",
    "dossier_fields",
    "submissions",
    "submission_fields",
    "employee_attributes",
    "registration_tombstones",
];

/// Makes the agency X001, and these people its employees.
pub(crate) async fn move_to_rehearsal(world: &World, people: &[Someone]) {
    let nips: Vec<String> = people.iter().map(|someone| format!("'{}'", someone.nip())).collect();
    world
        .execute(&format!(
            "insert into registration.kanreg values ('X01', 'Kantor Regional Geladi', 'Geladi') on conflict do nothing;
             insert into registration.agencies (code, name, central, kanreg_code)
             values ('X001', 'Kabupaten Geladi', false, 'X01') on conflict do nothing;
             insert into registration.org_units (code, agency_code, parent_code, name, level_1)
             values ('X001', 'X001', null, 'Kabupaten Geladi', true),
                    ('X001-01', 'X001', 'X001', 'Dinas Geladi', false) on conflict do nothing;
             insert into registration.org_unit_closure
             values ('X001', 'X001', 0), ('X001-01', 'X001-01', 0), ('X001', 'X001-01', 1) on conflict do nothing;
             update registration.employees set agency_code = 'X001', work_agency_code = 'X001', unit_code = 'X001-01'
             where nip in ({})",
            nips.join(", ")
        ))
        .await;
}

/// The teacher and a colleague are people of a rehearsal; the teacher has handed in a dossier. The nurse, who is real, too.
pub(crate) async fn rehearsed(test: &str) -> Desk {
    let desk = Desk::with(test, Someone::Nurse).await;
    desk.submitted(Someone::Nurse, &[]).await;
    move_to_rehearsal(&desk.world, &[Someone::Teacher, Someone::Colleague]).await;
    let (id, _) = desk.world.registered(Someone::Teacher).await;
    assert_eq!(decide(&desk.world, &verifier_of("X001"), some_id(), vec![confirm(id)]).await, ["CONFIRMED"]);
    desk.fill_in(Someone::Teacher, &[]).await;
    desk.submit(Someone::Teacher).await;
    desk
}

async fn try_purge(world: &World, agency_code: &str, at_most: u32) -> Result<PurgeRehearsalResponse, Status> {
    let message = PurgeRehearsalRequest { agency_code: agency_code.into(), at_most };
    let request = by(Caller::Operator("local".into()), message);
    world.client.clone().purge_rehearsal(request).await.map(tonic::Response::into_inner)
}

async fn purge(world: &World, at_most: u32) -> PurgeRehearsalResponse {
    try_purge(world, "X001", at_most).await.unwrap()
}

/// Rows of everybody, table by table.
async fn rows(world: &World) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in PERSONAL {
        rows.push(world.count(&format!("select count(*) from registration.{table}")).await);
    }
    rows
}

#[tokio::test]
async fn a_rehearsal_goes_in_batches_and_real_people_stay() {
    let desk = rehearsed("purge_rehearsal").await;
    let world = &desk.world;
    let numbers = world.count("select count(*) from registration.registration_numbers").await;
    let mut gone = (0, 0, 0);
    for left in [1, 0] {
        let step = purge(world, 1).await;
        assert_eq!((step.people, step.people_left, step.done), (1, left, false));
        gone = (gone.0 + step.people, gone.1 + step.registrations, gone.2 + step.dossiers);
    }
    assert_eq!(gone, (2, 1, 1));
    let last = purge(world, 1).await;
    assert_eq!((last.people, last.done, last.agency_stays), (0, true, false));

    assert!(listed(world).await.is_empty());
    let real = world.count("select count(*) from registration.employees").await;
    assert_eq!(real, i64::try_from(Someone::ALL.len() - 2).unwrap());
    assert_eq!(world.count("select count(*) from registration.dossiers").await, 1, "the nurse's");
    assert_eq!(world.count("select count(*) from registration.submissions").await, 1, "the nurse's");
    let organisation = "select (select count(*) from registration.org_units where agency_code like 'X%')
                               + (select count(*) from registration.kanreg where code like 'X%')
                               + (select count(*) from registration.org_unit_closure where descendant_code like 'X%')
                               + (select count(*) from registration.reference_words where code like 'X%')";
    assert_eq!(world.count(organisation).await, 0);
    assert_eq!(world.count("select count(*) from registration.registration_numbers").await, numbers, "drawn for ever");

    let told: Vec<RehearsalPurged> = world.told().await.into_iter().map(|(_, _, event)| event).collect();
    let facts: Vec<_> = told.iter().map(|event| (event.people.len(), event.agency_gone)).collect();
    assert_eq!(facts, [(1, false), (1, false), (0, true)]);
    let named: Vec<String> =
        told.iter().flat_map(|event| &event.people).map(|person| person.employee_id.clone()).collect();
    assert_eq!(named, [Someone::Teacher, Someone::Colleague].map(|someone| someone.employee_id().to_string()));
    assert_eq!(told[0].people[0].dossier_ids.len(), 1);
    let audited = "select count(*) from registration.audit_entries
                   where action = 'purge_rehearsal' and actor = 'operator:local' and details->>'agency' = 'X001'";
    assert_eq!(world.count(audited).await, 3);
}

#[tokio::test]
async fn purged_twice_is_purged_once_and_the_same_people_can_rehearse_again() {
    let desk = rehearsed("purge_twice").await;
    let world = &desk.world;
    while !purge(world, 0).await.done {}
    let (rows_then, told) = (rows(world).await, world.told::<RehearsalPurged>().await.len());
    let again = purge(world, 0).await;
    assert_eq!((again.people, again.registrations, again.done, again.agency_stays), (0, 0, true, false));
    assert_eq!((rows(world).await, world.told::<RehearsalPurged>().await.len()), (rows_then, told));

    let master_key = &world.app.master_key;
    let employee = crate::tests::fixtures::employee(Someone::Teacher, master_key);
    world.execute(&employee).await;
    move_to_rehearsal(world, &[Someone::Teacher]).await;
    let (_, number) = world.registered(Someone::Teacher).await;
    let drawn =
        format!("select count(*) from registration.registration_numbers where registration_number = '{number}'");
    assert_eq!(world.count(&drawn).await, 1);
    assert_eq!(world.count("select count(*) from registration.registration_numbers").await, 3, "none is used twice");
}

#[tokio::test]
async fn whoever_writes_about_them_is_waited_for_and_the_next_call_goes_on() {
    let desk = rehearsed("purge_interrupted").await;
    let world = &desk.world;
    let before = rows(world).await;
    // A save that is not over: the batch gives up whole instead of leaving half a person behind.
    let mut saving = world.superuser().await;
    sqlx::raw_sql("begin; select from registration.employees where nip like '198001%' for update")
        .execute(&mut saving)
        .await
        .unwrap();
    try_purge(world, "X001", 0).await.refused();
    assert_eq!(rows(world).await, before);
    assert!(world.told::<RehearsalPurged>().await.is_empty(), "what was not removed is not told");
    sqlx::raw_sql("rollback").execute(&mut saving).await.unwrap();
    assert_eq!(purge(world, 0).await.people, 2);
    assert!(purge(world, 0).await.done);
}

#[tokio::test]
async fn rejected_registrations_go_too() {
    let desk = rehearsed("purge_rejected").await;
    let world = &desk.world;
    let (id, _) = world.registered(Someone::Colleague).await;
    assert_eq!(decide(world, &verifier_of("X001"), some_id(), vec![reject(id, "OTHER")]).await, ["REJECTED"]);
    assert_eq!(purge(world, 0).await.registrations, 2);
    assert!(purge(world, 0).await.done);
    assert_eq!(world.count("select count(*) from registration.registration_tombstones").await, 0);
}

#[tokio::test]
async fn whoever_belongs_to_a_real_agency_too_stays_and_the_agency_with_them() {
    let desk = rehearsed("purge_mixed").await;
    let world = &desk.world;
    // The nurse has registered at A1, and moved to the agency of the rehearsal by a correction.
    move_to_rehearsal(world, &[Someone::Nurse]).await;
    assert_eq!(purge(world, 0).await.people, 2);
    let last = purge(world, 0).await;
    assert_eq!((last.people_left, last.done, last.agency_stays), (1, true, true));
    assert_eq!(world.count("select count(*) from registration.dossiers").await, 1);
}

#[tokio::test]
async fn real_agencies_are_refused_by_rule_and_by_the_database() {
    let desk = rehearsed("purge_real").await;
    let world = &desk.world;
    let before = rows(world).await;
    for code in ["A1", "x001", "", "%", "X%"] {
        let refused = try_purge(world, code, 0).await.refused();
        assert_eq!(broken_fields(&refused), [("agency_code".into(), "REHEARSAL_AGENCY".into())], "{code}");
    }
    let refused = try_purge(world, "X001", 201).await.refused();
    assert_eq!(broken_fields(&refused), [("at_most".into(), "PURGE_SIZE".into())]);
    let purge = "select count(*) from registration.purge_rehearsed_people('A1', 100)";
    let purge = async move |mut tx: Tx| sqlx::query_scalar::<_, i64>(purge).fetch_one(&mut *tx).await;
    assert_eq!(world.app.db.write("purge", purge).await.unwrap(), 0);
    assert_eq!(rows(world).await, before);
    assert!(try_purge(world, "X999", 0).await.unwrap().done, "there is nothing to do for an agency that is not there");
}

/// A table that is added later and names one of these must be purged too; then it is named here.
#[tokio::test]
async fn everything_that_names_a_person_or_a_dossier_is_known_to_the_purge() {
    let world = World::new("purge_complete").await;
    let unknown = format!(
        "select count(*) from pg_constraint c join pg_class t on t.oid = c.conrelid
         where c.contype = 'f' and c.confrelid::regclass::text in
               ('registration.employees', 'registration.registrations', 'registration.dossiers', 'registration.submissions',
                'registration.dossier_fields', 'registration.submission_fields')
           and t.relname not in ({})",
        PERSONAL.map(|table| format!("'{table}'")).join(", ")
    );
    assert_eq!(world.count(&unknown).await, 0);
}
