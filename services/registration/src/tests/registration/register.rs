//! Registering: once per NIP, once per key, whatever is lost on the way.

use futures::future::join_all;
use kernel::RegistrationNumber;
use proto::registration::v1::{RegisterResponse, RegistrationLapsed, RegistrationSubmitted};
use time::Duration;
use tonic::{Code, Status};

use crate::tests::{
    fixtures::Someone,
    harness::{Called as _, Refused as _, World, broken_fields, reason, some_id},
    recorder::Behaviour,
};

#[tokio::test]
async fn a_registration_has_a_number_a_due_time_and_one_event() {
    let world = World::new("register_once").await;
    let request = world.prepared(Someone::Teacher).await;
    let registration = world.register(request).await.unwrap().registration.unwrap();
    assert!(RegistrationNumber::parse(&registration.registration_number).is_ok());
    assert_eq!(registration.name, "Dr. Teacher, S.Pd.");
    assert_eq!(registration.unit_name, "SMA 1");
    assert_eq!(registration.state().called(), "REGISTERED");
    let (made, due) = (registration.registered_at.unwrap(), registration.due_at.unwrap());
    assert_eq!((due.seconds - made.seconds, due.nanos), (24 * 3600, made.nanos));
    let told = world.told::<RegistrationSubmitted>().await;
    let [(Some(id), Some(1), event)] = told.as_slice() else { panic!("not one event of version 1") };
    assert_eq!(id.to_string(), registration.registration_id);
    assert_eq!(event.registration_number, registration.registration_number);
    let employee = event.employee.as_ref().unwrap();
    assert_eq!(
        (employee.agency_code.as_str(), employee.unit_code.as_str(), employee.active, employee.version),
        ("A1", "A1.SCHOOL1", true, 1)
    );
    assert_eq!((event.name.as_str(), event.campaign_code.as_str()), ("Dr. Teacher, S.Pd.", "2026"));
}

#[tokio::test]
async fn nothing_secret_is_kept_here() {
    let world = World::new("register_secrets").await;
    world.registered(Someone::Teacher).await;
    for table in ["registrations", "outbox", "audit_entries", "registration_numbers"] {
        let secrets = "kuda putih|Khadijah|Rhoma|someone@example";
        // A bytea shows as hex: its bytes are read as Latin letters.
        let payload = if table == "outbox" { "convert_from(payload, 'LATIN1')" } else { "''" };
        let found = format!("select count(*) from registration.{table} t where t::text || {payload} ~ '{secrets}'");
        assert_eq!(world.count(&found).await, 0, "{table}");
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer_and_no_second_event() {
    let world = World::new("register_again").await;
    let request = world.prepared(Someone::Teacher).await;
    let first = world.register(request.clone()).await.unwrap().registration;
    let second = world.register(request).await.unwrap().registration;
    assert!(first == second);
    assert_eq!(world.told::<RegistrationSubmitted>().await.len(), 1);
}

#[tokio::test]
async fn one_key_stands_for_one_body() {
    let world = World::new("register_two_bodies").await;
    let request = world.prepared(Someone::Teacher).await;
    world.register(request.clone()).await.unwrap();
    let mut other_email = request.clone();
    other_email.email = "other@example.go.id".into();
    let mut other_password = request.clone();
    other_password.password = "kuda hitam di bawah awan".into();
    let mut other_person = world.prepared(Someone::Nurse).await;
    other_person.request_id = request.request_id;
    for other in [other_email, other_password, other_person] {
        assert_eq!(reason(world.register(other).await), "REQUEST_ID_REUSED");
    }
    assert_eq!(world.count("select count(*) from registration.registrations").await, 1);
}

#[tokio::test]
async fn a_rival_is_refused_before_anything_costs_a_hash() {
    let world = World::new("register_rival").await;
    let first = world.prepared(Someone::Teacher).await;
    let rival = world.prepared(Someone::Teacher).await;
    world.register(first).await.unwrap();
    let refused = world.register(rival).await.refused();
    assert_eq!((refused.code(), world.accounts.calls()), (Code::AlreadyExists, 1));
    assert_eq!(reason::<()>(Err(refused)), "ALREADY_REGISTERED");
}

#[tokio::test]
async fn a_rival_of_an_unfinished_registration_is_asked_to_come_again() {
    use tonic_types::StatusExt as _;
    let world = World::new("register_in_progress").await;
    world.accounts.next(Behaviour::LosesItsAnswer);
    let unfinished = world.prepared(Someone::Teacher).await;
    let rival = world.prepared(Someone::Teacher).await;
    world.register(unfinished.clone()).await.refused();
    let look_up = world.look_up(&Someone::Teacher.nip(), &Someone::Teacher.nik()).await.refused();
    for refused in [world.register(rival.clone()).await.refused(), look_up] {
        let again_in = refused.get_details_retry_info().unwrap().retry_delay.unwrap();
        assert!((1..=5).contains(&again_in.as_secs()), "{again_in:?}");
        assert_eq!((refused.code(), reason::<()>(Err(refused)).as_str()), (Code::Aborted, "REGISTRATION_IN_PROGRESS"));
    }
    assert_eq!(reason(world.look_up(&Someone::Teacher.nip(), &Someone::Nurse.nik()).await), "EMPLOYEE_NOT_MATCHED");
    world.register(unfinished).await.unwrap();
    assert_eq!(reason(world.register(rival).await), "ALREADY_REGISTERED");
}

#[tokio::test]
async fn who_has_moved_since_registering_is_told_of_without_a_version() {
    let world = World::new("register_moved").await;
    world.accounts.next(Behaviour::LosesItsAnswer);
    let request = world.prepared(Someone::Teacher).await;
    world.register(request.clone()).await.refused();
    world
        .execute("update registration.employees set unit_code = 'A1.HEALTH', version = 2 where name = 'Teacher'")
        .await;
    world.register(request).await.unwrap();
    let told = world.told::<RegistrationSubmitted>().await;
    let employee = told[0].2.employee.as_ref().unwrap();
    // The unit of the registration, which is not the row's: no copy may take it for the newest.
    assert_eq!((employee.unit_code.as_str(), employee.version), ("A1.SCHOOL1", 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_64_at_once_exactly_one_registers_a_nip() {
    let world = World::new("register_64").await;
    let request = world.prepared(Someone::Teacher).await;
    let outcomes = join_all((0..64).map(|_| {
        let mut request = request.clone();
        request.request_id = some_id().to_string();
        world.register(request)
    }))
    .await;
    let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 63));
    for outcome in lost {
        assert!(matches!(reason(outcome).as_str(), "ALREADY_REGISTERED" | "REGISTRATION_IN_PROGRESS"));
    }
    assert_eq!(world.accounts.calls(), 1);
    assert_eq!(world.told::<RegistrationSubmitted>().await.len(), 1);
    assert_eq!(world.count("select count(*) from registration.registration_numbers").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_64_times_at_once_is_one_registration() {
    let world = World::new("register_64_same").await;
    let request = world.prepared(Someone::Teacher).await;
    // Who is told that nobody knows sends the same again.
    let patiently = async || {
        loop {
            match world.register(request.clone()).await {
                Err(status) if status.code() == Code::Unavailable => {}
                outcome => break outcome.unwrap().registration.unwrap().registration_number,
            }
        }
    };
    let numbers = join_all((0..64).map(|_| patiently())).await;
    assert!(numbers.iter().all(|number| *number == numbers[0]));
    assert_eq!(world.told::<RegistrationSubmitted>().await.len(), 1);
    // Whoever drew a number and found a twin that was quicker has not kept it.
    assert_eq!(world.count("select count(*) from registration.registration_numbers").await, 1);
}

#[tokio::test]
async fn a_twin_that_was_slower_keeps_no_number() {
    let world = World::new("register_twin").await;
    let request = world.prepared(Someone::Teacher).await;
    // Both have drawn a number when they are let on, and only one can take the NIP.
    let twins = async { tokio::join!(world.register(request.clone()), world.register(request.clone())) };
    let (one, other) = world.hold("registrations", 2, twins).await;
    let number = |answer: Result<RegisterResponse, Status>| answer.unwrap().registration.unwrap().registration_number;
    assert_eq!(number(one), number(other));
    assert_eq!(world.count("select count(*) from registration.registration_numbers").await, 1);
}

#[tokio::test]
async fn after_a_lost_answer_the_same_key_goes_on_where_it_stopped() {
    let world = World::new("register_lost").await;
    for behaviour in [Behaviour::LosesItsAnswer, Behaviour::IsAway, Behaviour::IsBusy] {
        world.accounts.next(behaviour);
    }
    let request = world.prepared(Someone::Teacher).await;
    let lost = world.register(request.clone()).await.refused();
    assert_eq!(lost.code(), Code::Unavailable);
    let reserved = world.accounts.kept();
    assert!(world.told::<RegistrationSubmitted>().await.is_empty(), "told before it was known");
    assert_eq!(world.register(request.clone()).await.refused().code(), Code::Unavailable);
    assert_eq!(reason(world.register(request.clone()).await), "BUSY");
    let registration = world.register(request).await.unwrap().registration.unwrap();
    let ids: Vec<_> = reserved.iter().map(ToString::to_string).collect();
    assert_eq!(ids, [registration.registration_id]);
    assert_eq!(world.count("select count(*) from registration.registration_numbers").await, 1);
    assert_eq!(world.told::<RegistrationSubmitted>().await.len(), 1);
}

#[tokio::test]
async fn other_secrets_under_the_same_key_after_a_lost_answer_are_refused() {
    let world = World::new("register_lost_other").await;
    world.accounts.next(Behaviour::LosesItsAnswer);
    let mut request = world.prepared(Someone::Teacher).await;
    world.register(request.clone()).await.refused();
    request.password = "sesuatu yang lain".into();
    assert_eq!(reason(world.register(request).await), "REQUEST_ID_REUSED");
}

#[tokio::test]
async fn refused_secrets_free_the_nip_at_once_also_for_the_same_key() {
    let world = World::new("register_refused").await;
    world.accounts.next(Behaviour::Refuses);
    let mut request = world.prepared(Someone::Teacher).await;
    let refused = world.register(request.clone()).await.refused();
    assert_eq!(broken_fields(&refused), [("password".into(), "PASSWORD_TOO_SHORT".into())]);
    assert_eq!(world.count("select count(*) from registration.registrations").await, 0);
    let [(_, Some(1), _)] = world.told::<RegistrationLapsed>().await[..] else { panic!("identity is not told") };
    request.password = "sekarang cukup panjang".into();
    request.email = "corrected@example.go.id".into();
    world.register(request).await.unwrap();
}

#[tokio::test]
async fn a_reservation_that_identity_has_erased_ends_and_the_same_request_makes_another() {
    let world = World::new("register_erased").await;
    world.accounts.next(Behaviour::HasErased);
    let request = world.prepared(Someone::Teacher).await;
    assert_eq!(reason(world.register(request.clone()).await), "RESERVATION_ENDED");
    let [(Some(erased), Some(1), _)] = world.told::<RegistrationLapsed>().await[..] else { panic!("not freed") };
    let registration = world.register(request).await.unwrap().registration.unwrap();
    assert_ne!(registration.registration_id, erased.to_string());
}

#[tokio::test]
async fn a_registration_that_identity_has_erased_is_final_for_its_key() {
    let world = World::new("register_erased_later").await;
    let request = world.prepared(Someone::Teacher).await;
    world.register(request.clone()).await.unwrap();
    // Rejected a moment ago: identity heard of it while this repetition was on its way.
    world.accounts.next(Behaviour::HasErased);
    let refused = world.register(request).await.refused();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    assert_eq!(reason::<()>(Err(refused)), "REGISTRATION_ERASED");
    assert!(world.told::<RegistrationLapsed>().await.is_empty(), "a completed registration does not lapse");
}

#[tokio::test]
async fn a_look_up_token_opens_the_way_once_for_its_browser_and_an_hour() {
    let world = World::new("register_token").await;
    let request = world.prepared(Someone::Teacher).await;
    let mut other_browser = request.clone();
    other_browser.browser = "browser-2".into();
    assert_eq!(reason(world.register(other_browser).await), "LOOKUP_TOKEN_OTHER_BROWSER");
    let mut forged = request.clone();
    forged.lookup_token = "forged".into();
    assert_eq!(reason(world.register(forged).await), "LOOKUP_TOKEN_INVALID");
    world.app.clock.turn(Duration::minutes(60));
    assert_eq!(reason(world.register(request).await), "LOOKUP_TOKEN_EXPIRED");
    assert_eq!(world.accounts.calls(), 0);
}

#[tokio::test]
async fn who_has_retired_since_the_look_up_does_not_register() {
    let world = World::new("register_retired").await;
    let request = world.prepared(Someone::Teacher).await;
    world.execute("update registration.employees set legal_status = 'retired'").await;
    assert_eq!(reason(world.register(request).await), "LOOKUP_TOKEN_INVALID");
}

#[tokio::test]
async fn nobody_registers_after_the_close_but_what_was_begun_is_finished() {
    let world = World::new("register_closed").await;
    world.accounts.next(Behaviour::LosesItsAnswer);
    let begun = world.prepared(Someone::Teacher).await;
    let late = world.prepared(Someone::Nurse).await;
    world.register(begun.clone()).await.refused();
    world.execute("update registration.campaigns set registration_closes_at = now() - interval '1 minute'").await;
    assert_eq!(reason(world.register(late).await), "CAMPAIGN_CLOSED");
    world.register(begun).await.unwrap();
}

#[tokio::test]
async fn a_sequence_set_back_never_gives_a_number_twice() {
    let world = World::new("register_sequence").await;
    let (_, first) = world.registered(Someone::Teacher).await;
    let (_, second) = world.registered(Someone::Nurse).await;
    world.execute_as_superuser("select setval('registration.registration_number_sequence', 0, false)").await;
    let (_, third) = world.registered(Someone::Clerk).await;
    assert!(third != first && third != second && first != second);
}

#[tokio::test]
async fn a_malformed_key_is_a_broken_field() {
    let world = World::new("register_key").await;
    let mut request = world.prepared(Someone::Teacher).await;
    request.request_id = "1".into();
    let broken = broken_fields(&world.register(request).await.refused());
    assert_eq!(broken, [("request_id".into(), "ID_INVALID".into())]);
}
