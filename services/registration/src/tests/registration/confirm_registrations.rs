//! The agency's word: within scope, once, never on oneself, each item by itself.

use kernel::{AgencyCode, Caller, Jurisdiction, Person, PersonId, Role};
use proto::registration::v1::{
    CheckRegistrationStatusRequest, ConfirmRegistrationsRequest, ConfirmationDecision, RegistrationConfirmed,
    RegistrationRejected, SeenProof,
};
use uuid::Uuid;

use crate::tests::{
    fixtures::Someone,
    harness::{Called as _, Refused as _, World, broken_fields, by, public, some_id, someone_as, verifier_of},
    recorder::Behaviour,
};

pub(crate) fn confirm(registration: Uuid) -> ConfirmationDecision {
    ConfirmationDecision {
        registration_id: registration.to_string(),
        genuine: true,
        seen: SeenProof::Paper.into(),
        reason_code: String::new(),
    }
}

pub(crate) fn reject(registration: Uuid, reason: &str) -> ConfirmationDecision {
    ConfirmationDecision { genuine: false, reason_code: reason.into(), ..confirm(registration) }
}

/// State, or error code, of each decision.
pub(crate) async fn decide(
    world: &World,
    by_whom: &Person,
    request: Uuid,
    decisions: Vec<ConfirmationDecision>,
) -> Vec<String> {
    let request = ConfirmRegistrationsRequest { request_id: request.to_string(), decisions };
    let request = by(Caller::Person(by_whom.clone()), request);
    let answer = world.client.clone().confirm_registrations(request).await.unwrap().into_inner();
    let shown = |result: &proto::registration::v1::ConfirmationResult| match result.error_code.as_str() {
        "" => result.state().called().to_owned(),
        error => error.to_owned(),
    };
    answer.results.iter().map(shown).collect()
}

async fn status(world: &World, number: &str) -> &'static str {
    let request = public(CheckRegistrationStatusRequest { registration_number: number.to_owned() });
    world.client.clone().check_registration_status(request).await.unwrap().into_inner().state().called()
}

#[tokio::test]
async fn a_confirmation_is_kept_told_and_audited() {
    let world = World::new("confirm").await;
    let verifier = verifier_of("A1.SCHOOLS");
    let (id, number) = world.registered(Someone::Teacher).await;
    assert_eq!(decide(&world, &verifier, some_id(), vec![confirm(id)]).await, ["CONFIRMED"]);
    assert_eq!(status(&world, &number).await, "CONFIRMED");
    let told = world.told::<RegistrationConfirmed>().await;
    let [(Some(aggregate), Some(2), event)] = told.as_slice() else { panic!("not one event of version 2") };
    assert_eq!((*aggregate, &event.confirmed_by), (id, &verifier.person_id.to_string()));
    assert_eq!(event.campaign_code, "2026");
    let audited = format!(
        "select count(*) from registration.audit_entries where action = 'confirm_registration' and subject_id = '{id}'
         and actor = 'person:{}' and details->>'seen' = 'paper'",
        verifier.person_id
    );
    assert_eq!(world.count(&audited).await, 1);
}

#[tokio::test]
async fn a_rejection_erases_leaves_a_tombstone_and_frees_the_nip() {
    let world = World::new("reject").await;
    let (id, number) = world.registered(Someone::Teacher).await;
    let decided = decide(&world, &verifier_of("A1.SCHOOL1"), some_id(), vec![reject(id, "NOT_MADE_BY_EMPLOYEE")]).await;
    assert_eq!(decided, ["REJECTED"]);
    assert_eq!(status(&world, &number).await, "REJECTED");
    let told = world.told::<RegistrationRejected>().await;
    let [(_, Some(2), event)] = told.as_slice() else { panic!("not one event of version 2") };
    assert_eq!((event.reason_code.as_str(), event.campaign_code.as_str()), ("NOT_MADE_BY_EMPLOYEE", "2026"));
    assert_eq!(world.count("select count(*) from registration.registrations").await, 0);
    let nip = Someone::Teacher.nip();
    let in_clear = format!("select count(*) from registration.registration_tombstones t where t::text like '%{nip}%'");
    assert_eq!(world.count(&in_clear).await, 0);
    let (_, new_number) = world.registered(Someone::Teacher).await;
    assert!(new_number != number);
    assert_eq!(status(&world, &number).await, "REJECTED", "a number stands for one registration");
}

#[tokio::test]
async fn a_key_whose_registration_was_rejected_makes_no_second_one() {
    let world = World::new("reject_same_key").await;
    let request = world.prepared(Someone::Teacher).await;
    let registration = world.register(request.clone()).await.unwrap().registration.unwrap();
    let id = registration.registration_id.parse().unwrap();
    decide(&world, &verifier_of("A1.ROOT"), some_id(), vec![reject(id, "OTHER")]).await;
    assert_eq!(crate::tests::harness::reason(world.register(request).await), "REGISTRATION_ERASED");
}

#[tokio::test]
async fn the_same_command_sent_again_finds_its_own_answer() {
    let world = World::new("confirm_again").await;
    let verifier = verifier_of("A1.ROOT");
    let (teacher, _) = world.registered(Someone::Teacher).await;
    let (nurse, _) = world.registered(Someone::Nurse).await;
    let (request, decisions) = (some_id(), vec![confirm(teacher), reject(nurse, "DUPLICATE")]);
    for _ in 0..2 {
        assert_eq!(decide(&world, &verifier, request, decisions.clone()).await, ["CONFIRMED", "REJECTED"]);
    }
    assert_eq!(world.told::<RegistrationConfirmed>().await.len(), 1);
    assert_eq!(world.told::<RegistrationRejected>().await.len(), 1);
    assert_eq!(world.count("select count(*) from registration.audit_entries where action <> 'register'").await, 2);
    let other_word = vec![reject(teacher, "OTHER"), reject(nurse, "OTHER")];
    assert_eq!(decide(&world, &verifier, request, other_word).await, ["ALREADY_DECIDED", "ALREADY_DECIDED"]);
    assert_eq!(decide(&world, &verifier, some_id(), decisions.clone()).await, ["ALREADY_DECIDED", "ALREADY_DECIDED"]);
    let other_officer = verifier_of("A1.ROOT");
    assert_eq!(decide(&world, &other_officer, request, decisions).await, ["ALREADY_DECIDED", "ALREADY_DECIDED"]);
}

#[tokio::test]
async fn registrations_elsewhere_look_like_none_and_stay_untouched() {
    let world = World::new("confirm_scope").await;
    let (teacher, _) = world.registered(Someone::Teacher).await;
    let (clerk, _) = world.registered(Someone::Clerk).await;
    let agency = |code: &str| Jurisdiction::Agency(AgencyCode::parse(code).unwrap());
    let strangers = [
        (verifier_of("A1.HEALTH"), teacher),
        (verifier_of("A2.ROOT"), teacher),
        (verifier_of("A1.ROOT"), clerk),
        (someone_as(Role::Verifier2, agency("A2")), teacher),
        (someone_as(Role::AgencyAdmin, agency("A1")), clerk),
        (someone_as(Role::BknAdmin, Jurisdiction::Nation), teacher),
        (someone_as(Role::Employee, Jurisdiction::OwnFile), teacher),
    ];
    for (stranger, registration) in strangers {
        let decisions = vec![confirm(registration), reject(registration, "OTHER"), confirm(some_id())];
        let answers = decide(&world, &stranger, some_id(), decisions).await;
        assert_eq!(answers, ["REGISTRATION_NOT_FOUND"; 3], "{stranger:?}");
    }
    assert_eq!(world.count("select count(*) from registration.registrations where state = 'registered'").await, 2);
    for insider in [someone_as(Role::Verifier2, agency("A1")), someone_as(Role::AgencyAdmin, agency("A1"))] {
        let answers = decide(&world, &insider, some_id(), vec![confirm(teacher)]).await;
        assert_ne!(answers, ["REGISTRATION_NOT_FOUND"]);
    }
}

#[tokio::test]
async fn a_rejection_stays_invisible_elsewhere() {
    let world = World::new("reject_scope").await;
    let (teacher, _) = world.registered(Someone::Teacher).await;
    decide(&world, &verifier_of("A1.SCHOOLS"), some_id(), vec![reject(teacher, "OTHER")]).await;
    for (unit, answer) in [("A1.HEALTH", "REGISTRATION_NOT_FOUND"), ("A1.ROOT", "ALREADY_DECIDED")] {
        assert_eq!(decide(&world, &verifier_of(unit), some_id(), vec![confirm(teacher)]).await, [answer]);
    }
}

#[tokio::test]
async fn nobody_decides_their_own_registration() {
    let world = World::new("confirm_own").await;
    let (teacher, _) = world.registered(Someone::Teacher).await;
    let mut verifier = verifier_of("A1.SCHOOLS");
    verifier.person_id = PersonId::from(Someone::Teacher.employee_id());
    let answers = decide(&world, &verifier, some_id(), vec![confirm(teacher), reject(teacher, "OTHER")]).await;
    assert_eq!(answers, ["OWN_REGISTRATION"; 2]);
}

#[tokio::test]
async fn items_fail_by_themselves() {
    let world = World::new("confirm_items").await;
    let (teacher, _) = world.registered(Someone::Teacher).await;
    let (nurse, _) = world.registered(Someone::Nurse).await;
    let mut no_id = confirm(nurse);
    no_id.registration_id = "1; drop table".into();
    let decisions = vec![reject(teacher, ""), reject(teacher, "WHY"), no_id, confirm(nurse), confirm(nurse)];
    let answers = decide(&world, &verifier_of("A1.ROOT"), some_id(), decisions).await;
    let expected = ["REASON_REQUIRED", "REASON_UNKNOWN", "REGISTRATION_NOT_FOUND", "CONFIRMED", "CONFIRMED"];
    assert_eq!(answers, expected);
    assert_eq!(world.told::<RegistrationConfirmed>().await.len(), 1);
}

#[tokio::test]
async fn a_reservation_is_nobodys_to_decide() {
    let world = World::new("confirm_reserved").await;
    world.accounts.next(Behaviour::LosesItsAnswer);
    let request = world.prepared(Someone::Teacher).await;
    world.register(request).await.refused();
    let reserved = world.accounts.kept().into_iter().next().unwrap();
    let answers = decide(&world, &verifier_of("A1.ROOT"), some_id(), vec![confirm(reserved.as_uuid())]).await;
    assert_eq!(answers, ["REGISTRATION_NOT_FOUND"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_at_once_one_decides() {
    let world = World::new("confirm_race").await;
    for someone in [Someone::Teacher, Someone::Colleague, Someone::Nurse, Someone::Suspended] {
        let (id, _) = world.registered(someone).await;
        let (confirming, rejecting) = (verifier_of("A1.ROOT"), verifier_of("A1.ROOT"));
        let (confirmed, rejected) = tokio::join!(
            decide(&world, &confirming, some_id(), vec![confirm(id)]),
            decide(&world, &rejecting, some_id(), vec![reject(id, "OTHER")])
        );
        let answers = [confirmed[0].as_str(), rejected[0].as_str()];
        assert!(matches!(answers, ["CONFIRMED", "ALREADY_DECIDED"] | ["ALREADY_DECIDED", "REJECTED"]), "{answers:?}");
    }
    let told = world.told::<RegistrationConfirmed>().await.len() + world.told::<RegistrationRejected>().await.len();
    assert_eq!(told, 4);
}

#[tokio::test]
async fn a_command_has_1_to_500_decisions_and_a_key() {
    let world = World::new("confirm_count").await;
    for count in [0, 501] {
        let decisions = vec![confirm(some_id()); count];
        let request = ConfirmRegistrationsRequest { request_id: String::new(), decisions };
        let request = by(Caller::Person(verifier_of("A1.ROOT")), request);
        let status = world.client.clone().confirm_registrations(request).await.refused();
        let expected = [("request_id".into(), "ID_INVALID".into()), ("decisions".into(), "DECISIONS_COUNT".into())];
        assert_eq!(broken_fields(&status), expected);
    }
}
