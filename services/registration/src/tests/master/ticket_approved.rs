//! Approved tickets: a value is added once for each approval, by rule and jurisdiction, and helpdesk is told either way.

use proto::{
    helpdesk::v1::{AddReferenceValue, TicketApproved, TicketOpened, ticket_approved::Action},
    identity::v1::{Caller as OfficerMessage, Jurisdiction, Role, jurisdiction::Area},
    registration::v1::{SearchReferenceValuesRequest, TicketActionDone, TicketActionRefused},
};
use uuid::Uuid;

use crate::{
    grpc,
    tests::harness::{World, public, some_id},
};

/// Officers, as helpdesk names them.
#[derive(Clone, Copy)]
enum Officer {
    /// Of BKN Pusat.
    Bkn,
    /// Of this agency.
    Agency(&'static str),
    /// Of this regional office.
    Kanreg(&'static str),
}

fn named(officer: Officer) -> OfficerMessage {
    let area = match officer {
        Officer::Bkn => Area::Nation(true),
        Officer::Agency(code) => Area::AgencyCode(code.to_owned()),
        Officer::Kanreg(code) => Area::KanregCode(code.to_owned()),
    };
    OfficerMessage {
        person_id: some_id().to_string(),
        account_id: some_id().to_string(),
        role: Role::Helpdesk.into(),
        jurisdiction: Some(Jurisdiction { area: Some(area) }),
    }
}

/// The first approval, by BKN Pusat, of a ticket that asks for a programme of education.
fn approval(ticket: Uuid) -> TicketApproved {
    TicketApproved {
        ticket_id: ticket.to_string(),
        type_code: "referensi_pendidikan".to_owned(),
        approved_by: Some(named(Officer::Bkn)),
        action: asking("pendidikan", "S-1/5104", "S-1 Teknik Kimia", ""),
        approved_at: None,
        attempt: 1,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as the message holds it")]
fn asking(table: &str, code: &str, label: &str, agency: &str) -> Option<Action> {
    let [reference_table, code, label, agency_code] = [table, code, label, agency].map(str::to_owned);
    Some(Action::AddReferenceValue(AddReferenceValue { reference_table, code, label, agency_code }))
}

/// What was told of a ticket, in order: version, and the refusal or `DONE`.
async fn told(world: &World, ticket: Uuid) -> Vec<(i64, String)> {
    let of_ticket = |id: Option<Uuid>| id == Some(ticket);
    let done = world.told::<TicketActionDone>().await.into_iter().filter(|(id, ..)| of_ticket(*id));
    let done = done.map(|(_, version, event)| {
        assert_eq!((event.ticket_id, Some(i64::from(event.attempt))), (ticket.to_string(), version));
        (version.unwrap(), "DONE".to_owned())
    });
    let refused = world.told::<TicketActionRefused>().await.into_iter().filter(|(id, ..)| of_ticket(*id));
    let refused = refused.map(|(_, version, event)| {
        assert_eq!((event.ticket_id, Some(i64::from(event.attempt))), (ticket.to_string(), version));
        (version.unwrap(), event.reason_code)
    });
    let mut told: Vec<_> = done.chain(refused).collect();
    told.sort();
    told
}

/// What comes of a first approval.
async fn outcome(world: &World, approval: TicketApproved) -> String {
    let ticket = some_id();
    world.hear(&TicketApproved { ticket_id: ticket.to_string(), ..approval }).await.unwrap();
    let mut told = told(world, ticket).await;
    assert_eq!(told.len(), 1, "told once");
    told.remove(0).1
}

async fn found(world: &World, table: &str, query: &str) -> Vec<(String, String)> {
    let mut client = proto::registration::v1::dossier_service_client::DossierServiceClient::new(grpc::dossier_service(
        world.app.clone(),
    ));
    let request = SearchReferenceValuesRequest {
        table: table.to_owned(),
        query: query.to_owned(),
        page_size: 0,
        agency_code: String::new(),
    };
    let values = client.search_reference_values(public(request)).await.unwrap().into_inner().values;
    values.into_iter().map(|value| (value.code, value.label)).collect()
}

async fn audited(world: &World, action: &str) -> i64 {
    world.count(&format!("select count(*) from registration.audit_entries where action = '{action}'")).await
}

#[tokio::test]
async fn an_approved_value_is_found_by_everybody_and_told() {
    let world = World::new("ticket_approved").await;
    let ticket = some_id();
    assert!(found(&world, "pendidikan", "teknik").await.is_empty());
    world.hear(&TicketOpened { ticket_id: ticket.to_string(), ..TicketOpened::default() }).await.unwrap();
    world.hear(&approval(ticket)).await.unwrap();
    assert_eq!(found(&world, "pendidikan", "teknik").await, [("S-1/5104".to_owned(), "S-1 Teknik Kimia".to_owned())]);
    assert_eq!(told(&world, ticket).await, [(1, "DONE".to_owned())]);
    let who = "select count(*) from registration.audit_entries
               where action = 'add_reference_value' and details ->> 'jurisdiction' = 'nation'
                 and details #>> '{value,code}' = 'S-1/5104'";
    assert_eq!(world.count(who).await, 1);
}

#[tokio::test]
async fn an_approval_heard_again_does_nothing() {
    let world = World::new("ticket_approved_twice").await;
    let ticket = some_id();
    world.hear(&approval(ticket)).await.unwrap();
    world.execute("update registration.reference_values set active = false where code = 'S-1/5104'").await;
    world.hear(&approval(ticket)).await.unwrap();
    let other = TicketApproved { action: asking("pendidikan", "S-2", "Magister", ""), ..approval(ticket) };
    world.hear(&other).await.unwrap();
    assert!(found(&world, "pendidikan", "").await.is_empty(), "what happened since stays");
    assert_eq!(told(&world, ticket).await.len(), 1);
    assert_eq!(audited(&world, "add_reference_value").await, 1);
}

#[tokio::test]
async fn a_refused_ticket_is_approved_again() {
    let world = World::new("ticket_approved_again").await;
    let ticket = some_id();
    let second = TicketApproved { attempt: 2, ..approval(ticket) };
    assert!(world.hear(&second).await.is_err(), "nobody has refused the first yet");
    assert!(found(&world, "pendidikan", "").await.is_empty());
    let first = TicketApproved { action: asking("golongan", "V/a", "V/a", ""), ..approval(ticket) };
    world.hear(&first).await.unwrap();
    world.hear(&second).await.unwrap();
    world.hear(&first).await.unwrap();
    let expected = [(1, "REFERENCE_TABLE_FIXED".to_owned()), (2, "DONE".to_owned())];
    assert_eq!(told(&world, ticket).await, expected);
    assert_eq!(found(&world, "pendidikan", "").await.len(), 1);
    assert_eq!((audited(&world, "add_reference_value").await, audited(&world, "refuse_reference_value").await), (1, 1));
}

#[tokio::test]
async fn what_breaks_a_rule_is_refused_by_name() {
    let world = World::new("ticket_approved_rules").await;
    let before = world.count("select count(*) from registration.reference_values").await;
    for (table, code, label, refusal) in [
        ("employees", "S-1", "Sarjana", "REFERENCE_TABLE_UNKNOWN"),
        ("", "S-1", "Sarjana", "REFERENCE_TABLE_UNKNOWN"),
        ("unor", "A1.NEW", "Dinas Baru", "REFERENCE_TABLE_UNKNOWN"),
        ("agama", "Baru", "Baru", "REFERENCE_TABLE_FIXED"),
        ("pendidikan", "", "Sarjana", "REFERENCE_CODE_FORM"),
        ("pendidikan", "S 1", "Sarjana", "REFERENCE_CODE_FORM"),
        ("pendidikan", "'; drop table registration.employees; --", "Sarjana", "REFERENCE_CODE_FORM"),
        ("pendidikan", "S-1", "", "REFERENCE_CODE_FORM"),
        ("pendidikan", "S-1", "Sar\0jana", "REFERENCE_CODE_FORM"),
    ] {
        let approval = TicketApproved { action: asking(table, code, label, ""), ..approval(some_id()) };
        assert_eq!(outcome(&world, approval).await, refusal, "{table} {code} {label:?}");
    }
    assert_eq!(world.count("select count(*) from registration.reference_values").await, before);
}

#[tokio::test]
async fn a_code_stands_for_one_label_and_comes_back_when_it_was_given_up() {
    let world = World::new("ticket_approved_taken").await;
    world
        .execute(
            "insert into registration.reference_values (table_name, code, label, active) values
                ('pendidikan', 'S-1', 'Sarjana', true), ('pendidikan', 'D-V', 'Diploma V', false)",
        )
        .await;
    let wanting = |code, label| TicketApproved { action: asking("pendidikan", code, label, ""), ..approval(some_id()) };
    assert_eq!(outcome(&world, wanting("S-1", "Sarjana")).await, "DONE", "it is there");
    assert_eq!(outcome(&world, wanting("S-1", "Sarjana Muda")).await, "REFERENCE_TAKEN");
    assert_eq!(outcome(&world, wanting("D-V", "Diploma Lima")).await, "REFERENCE_TAKEN", "rows may still hold it");
    assert!(found(&world, "pendidikan", "diploma").await.is_empty());
    assert_eq!(outcome(&world, wanting("D-V", "Diploma V")).await, "DONE");
    assert_eq!(found(&world, "pendidikan", "diploma").await.len(), 1);
    let versions = "select sum(version)::bigint from registration.reference_values where table_name = 'pendidikan'";
    assert_eq!(world.count(versions).await, 3, "only the one that came back has changed");
}

#[tokio::test]
async fn an_officer_adds_where_their_jurisdiction_reaches() {
    let world = World::new("ticket_approved_scope").await;
    let mut codes = 0;
    for (officer, table, agency, expected) in [
        (Officer::Bkn, "pendidikan", "A1", "DONE"),
        (Officer::Agency("A1"), "pendidikan", "A1", "OUTSIDE_JURISDICTION"),
        (Officer::Kanreg("03"), "jabatan", "A1", "OUTSIDE_JURISDICTION"),
        (Officer::Agency("A1"), "sekolah", "A1", "DONE"),
        (Officer::Agency("A1"), "unit_kesehatan", "A2", "OUTSIDE_JURISDICTION"),
        (Officer::Agency("A1"), "lokasi", "", "OUTSIDE_JURISDICTION"),
        (Officer::Agency("A9"), "lokasi", "A9", "OUTSIDE_JURISDICTION"),
        (Officer::Kanreg("03"), "lokasi", "A1", "DONE"),
        (Officer::Kanreg("03"), "lokasi", "A2", "OUTSIDE_JURISDICTION"),
        (Officer::Bkn, "lokasi", "", "DONE"),
    ] {
        codes += 1;
        let action = asking(table, &format!("NEW-{codes}"), "Baru", agency);
        let approval = TicketApproved { approved_by: Some(named(officer)), action, ..approval(some_id()) };
        assert_eq!(outcome(&world, approval).await, expected, "{codes}");
    }
    assert_eq!(world.count("select count(*) from registration.reference_values where code like 'NEW-%'").await, 4);
}

#[tokio::test]
async fn role_and_place_must_be_ones_that_decide() {
    let world = World::new("ticket_approved_role").await;
    let nation = named(Officer::Bkn);
    for officer in [
        OfficerMessage { role: Role::Verifier3.into(), ..nation.clone() },
        OfficerMessage { role: Role::Unspecified.into(), ..nation.clone() },
        OfficerMessage { role: 99, ..nation.clone() },
        OfficerMessage { jurisdiction: None, ..nation.clone() },
        OfficerMessage { jurisdiction: Some(Jurisdiction { area: Some(Area::Nation(false)) }), ..nation.clone() },
        OfficerMessage { role: Role::Employee.into(), jurisdiction: None, ..nation.clone() },
    ] {
        let approval = TicketApproved { approved_by: Some(officer), ..approval(some_id()) };
        assert_eq!(outcome(&world, approval).await, "OUTSIDE_JURISDICTION");
    }
    let admin = OfficerMessage { role: Role::BknAdmin.into(), ..nation };
    assert_eq!(outcome(&world, TicketApproved { approved_by: Some(admin), ..approval(some_id()) }).await, "DONE");
}

#[tokio::test]
async fn what_makes_no_sense_does_nothing() {
    let world = World::new("ticket_approved_nonsense").await;
    let ticket = some_id();
    let sound = || approval(ticket);
    for nonsense in [
        TicketApproved { attempt: 0, ..sound() },
        TicketApproved { action: None, ..sound() },
        TicketApproved { approved_by: None, ..sound() },
        TicketApproved { approved_by: Some(OfficerMessage::default()), ..sound() },
        TicketApproved { ticket_id: "1".to_owned(), ..sound() },
    ] {
        assert!(world.hear(&nonsense).await.is_err());
    }
    assert!(found(&world, "pendidikan", "").await.is_empty());
    assert!(told(&world, ticket).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_value_wanted_by_many_at_once_is_added_once() {
    let world = World::new("ticket_approved_race").await;
    let tickets: Vec<Uuid> = (0..6).map(|_| some_id()).collect();
    let approvals: Vec<TicketApproved> = tickets.iter().map(|ticket| approval(*ticket)).collect();
    // Each twice, as if the stream had delivered it to two replicas.
    let heard = futures::future::join_all(approvals.iter().chain(&approvals).map(|approval| world.hear(approval)));
    assert!(heard.await.iter().all(Result::is_ok));
    for ticket in tickets {
        assert_eq!(told(&world, ticket).await, [(1, "DONE".to_owned())]);
    }
    assert_eq!(world.count("select count(*) from registration.reference_values where code = 'S-1/5104'").await, 1);
    assert_eq!(audited(&world, "add_reference_value").await, 6);
}
