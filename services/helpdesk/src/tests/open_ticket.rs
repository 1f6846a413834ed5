//! Opening a ticket, signed in or not: where it goes, what is kept, and that a key stands for one ticket.

use proto::{
    helpdesk::v1::{OpenTicketRequest, TicketField, TicketOpened},
    registration::v1::Stage,
    verification::v1::StageCompleted,
};

use super::{
    fixtures::{self, Someone},
    harness::{World, about, answer, employee, missing_place, reason, ticket},
};

const TICKETS: &str = "select count(*) from helpdesk.tickets";

#[tokio::test]
async fn a_ticket_goes_where_its_type_and_the_master_data_say() {
    let world = World::new("open_routes").await;
    let (teacher, clerk, nobody) = (Someone::Teacher.nip(), Someone::Clerk.nip(), "198512312010122999".to_owned());
    let (nip, agency, number) = (TicketField::Nip, TicketField::Agency, TicketField::RegistrationNumber);
    let wanted = (TicketField::WantedValue, "Kepulauan Seribu");
    let teachers_number = Someone::Teacher.number();
    let unknown_number = fixtures::number(77).to_string();
    let cases: Vec<(OpenTicketRequest, &str)> = vec![
        (ticket("lupa_ibu_kandung", &[(nip, &teacher)]), "agency:A1"),
        (ticket("lupa_kata_kunci", &[(nip, &clerk)]), "agency:A2"),
        (ticket("nip_didaftarkan_orang_lain", &[(nip, &nobody)]), "nation"),
        // The agency where the master data have the person, not the one that is claimed.
        (ticket("instansi_salah", &[(nip, &teacher), (agency, "A3")]), "agency:A1"),
        (ticket("nama_salah", &[(nip, &teacher)]), "nation"),
        (ticket("tidak_ada_dalam_database", &[(nip, &nobody), (TicketField::Name, "Dewi")]), "nation"),
        (ticket("referensi_lokasi", &[(agency, "A3"), wanted]), "agency:A3"),
        (ticket("referensi_pendidikan", &[wanted]), "nation"),
        (ticket("penambahan_verifikator_1", &[(number, &teachers_number)]), "agency:A1"),
        (ticket("turun_status", &[(number, &teachers_number)]), "agency:A1"),
        (ticket("turun_status", &[(number, &unknown_number)]), "nation"),
    ];
    for (request, desk) in cases {
        let of = request.type_code.clone();
        assert_eq!(world.desk(world.opened(request).await).await.as_deref(), Some(desk), "{of}");
    }
}

#[tokio::test]
async fn a_ticket_about_a_number_goes_to_the_stage_that_holds_the_dossier() {
    let world = World::new("open_stage").await;
    let asks = |someone: Someone| ticket("turun_status", &[(TicketField::RegistrationNumber, &someone.number())]);
    for (someone, desk) in [(Someone::Teacher, "kanreg:03"), (Someone::Clerk, "nation")] {
        let dossier = Some(someone.dossier(1));
        let next = Stage::KanregBkn.into();
        world.hear(StageCompleted { dossier, next_stage: next, ..Default::default() }).await.unwrap();
        assert_eq!(world.desk(world.opened(asks(someone)).await).await.as_deref(), Some(desk));
    }
}

#[tokio::test]
async fn the_answer_says_nothing_of_who_is_employed_where() {
    let world = World::new("open_alike").await;
    let known = world.open(None, about(Someone::Teacher)).await.unwrap();
    let nobody = ticket("lupa_ibu_kandung", &[(TicketField::Nip, "198512312010122999")]);
    let unknown = world.open(None, nobody).await.unwrap();
    assert_eq!(known.report_number.len(), unknown.report_number.len());
    assert_eq!((known.receipt_secret.len(), unknown.receipt_secret.len()), (26, 26));
    let due = |answer: &proto::helpdesk::v1::OpenTicketResponse| answer.due_at.unwrap().seconds;
    assert!((due(&known) - due(&unknown)).abs() < 60, "the same hours");
    assert_eq!(world.registration.asked().len(), 2, "the same work");
    assert_ne!(known.report_number, unknown.report_number);
    assert_ne!(known.receipt_secret, unknown.receipt_secret);
}

#[tokio::test]
async fn the_same_key_is_the_same_ticket_and_another_body_is_refused() {
    let world = World::new("open_key").await;
    let request = about(Someone::Teacher);
    let first = world.open(None, request.clone()).await.unwrap();
    world.app.clock.turn(time::Duration::hours(1));
    let again = world.open(None, request.clone()).await.unwrap();
    assert!(first == again);
    let others = [
        OpenTicketRequest { text: "Lain".into(), ..request.clone() },
        OpenTicketRequest { type_code: "lupa_kata_kunci".into(), ..request.clone() },
        OpenTicketRequest { answers: vec![answer(TicketField::Nip, &Someone::Nurse.nip())], ..request.clone() },
    ];
    for other in others {
        assert_eq!(reason(world.open(None, other).await), "REQUEST_ID_REUSED");
    }
    // Somebody else's key is their own.
    let signed_in = world.open(Some(&employee(Someone::Teacher)), request.clone()).await.unwrap();
    let colleague = world.open(Some(&employee(Someone::Nurse)), request).await.unwrap();
    assert!(signed_in.report_number != first.report_number && colleague.report_number != signed_in.report_number);
    assert_eq!(world.count(TICKETS).await, 3);
}

#[tokio::test]
async fn one_key_sent_by_many_at_once_is_one_ticket() {
    let world = World::new("open_race").await;
    let request = about(Someone::Teacher);
    let opened = futures::future::join_all((0..24).map(|_| world.open(None, request.clone()))).await;
    let receipts: Vec<_> = opened.into_iter().map(Result::unwrap).collect();
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
    assert_eq!((world.count(TICKETS).await, world.told::<TicketOpened>().await.len()), (1, 1));
    assert_eq!(world.count("select count(*) from helpdesk.report_numbers").await, 1);
    assert_eq!(world.count("select count(*) from helpdesk.data_keys").await, 1, "what the twins had made is undone");
}

#[tokio::test]
async fn what_was_written_cannot_be_read_in_the_database_and_is_told_to_nobody() {
    let world = World::new("open_sealed").await;
    let mut request = ticket(
        "tidak_ada_dalam_database",
        &[(TicketField::Nip, &Someone::Nurse.nip()), (TicketField::Name, "Dewi Lestari")],
    );
    request.text = "Ibu kandung saya bernama Sartika".into();
    world.open(Some(&employee(Someone::Teacher)), request).await.unwrap();
    for (table, written) in [("tickets", "Sartika"), ("tickets", "Dewi"), ("outbox", "Dewi"), ("audit_entries", "Dewi")]
    {
        let nip = Someone::Nurse.nip();
        let found = format!(
            "select count(*) from helpdesk.{table} t where t::text like '%{written}%' or t::text like '%{nip}%'"
        );
        assert_eq!(world.count(&found).await, 0, "{table}");
        let hex = format!(
            "select count(*) from helpdesk.{table} t where t::text like '%' || encode('{written}', 'hex') || '%'"
        );
        assert_eq!(world.count(&hex).await, 0, "{table}");
    }
    let told = world.told::<TicketOpened>().await;
    let [(_, Some(1), event)] = told.as_slice() else { panic!("told {} times", told.len()) };
    assert_eq!((event.type_code.as_str(), event.agency_code.as_str()), ("tidak_ada_dalam_database", "A1"));
    let audited = "select count(*) from helpdesk.audit_entries where action = 'open_ticket' and actor like 'person:%'";
    assert_eq!(world.count(audited).await, 1);
}

#[tokio::test]
async fn a_number_is_never_used_twice_even_when_the_sequence_is_set_back() {
    let world = World::new("open_numbers").await;
    let mut numbers = Vec::new();
    for _ in 0..5 {
        numbers.push(world.open(None, about(Someone::Teacher)).await.unwrap().report_number);
    }
    world.execute_as_superuser("select setval('helpdesk.report_number_sequence', 0, false)").await;
    for _ in 0..3 {
        numbers.push(world.open(None, about(Someone::Teacher)).await.unwrap().report_number);
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 8);
}

#[tokio::test]
async fn what_breaks_half_way_leaves_nothing_and_the_key_can_be_used_again() {
    let world = World::new("open_crash").await;
    let request = missing_place("A1");
    world.execute_as_superuser("revoke insert on helpdesk.audit_entries from helpdesk_app").await;
    assert_eq!(reason(world.open(None, request.clone()).await), "INTERNAL");
    for table in ["tickets", "report_numbers", "data_keys", "outbox"] {
        assert_eq!(world.count(&format!("select count(*) from helpdesk.{table}")).await, 0, "{table}");
    }
    world.execute_as_superuser("grant insert on helpdesk.audit_entries to helpdesk_app").await;
    world.open(None, request).await.unwrap();
    assert_eq!(world.count(TICKETS).await, 1);
}

#[tokio::test]
async fn many_strangers_at_once_get_tickets_of_their_own() {
    let world = World::new("open_many").await;
    let opened = futures::future::join_all((0..40).map(|_| world.open(None, about(Someone::Teacher)))).await;
    let mut numbers: Vec<_> = opened.into_iter().map(|receipt| receipt.unwrap().report_number).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 40);
    let lengths = numbers.iter().all(|number| number.len() == 10 && number.bytes().all(|byte| byte.is_ascii_digit()));
    assert!(lengths, "leading zeros are kept");
}
