//! Closing a stage: on to the next, back to the employee, or completed. Once.

use proto::verification::v1::{
    CompleteStageRequest, DossierCompleted, DossierFinalised, DossierReturned, StageCompleted,
};
use time::Duration;

use super::{
    fixtures::{ALL, Someone, checked, corrected},
    harness::{
        Called as _, World, also, bkd, broken_fields, by, completion, employee, kanreg, ok, reason, rejected, returned,
        skpd, some_id,
    },
};

#[tokio::test]
async fn a_dossier_passes_three_stages_and_becomes_final() {
    let world = World::new("complete").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (first, second, third) = (skpd("A1.SCHOOLS"), bkd("A1"), kanreg("03"));
    assert_eq!(world.pass(&first, dossier, 1, vec![ok("name")]).await, "OPEN");
    assert_eq!(world.pass(&second, dossier, 1, vec![rejected("place")]).await, "OPEN");
    assert_eq!(world.pass(&third, dossier, 1, vec![]).await, "COMPLETED");
    world.hear(Someone::Teacher.applied(&world.app.clock, 1, &[])).await.unwrap();

    let stages = world.told::<StageCompleted>().await;
    let told: Vec<_> = stages
        .iter()
        .map(|(_, version, event)| (version.unwrap(), event.stage().called(), event.next_stage().called()))
        .collect();
    assert_eq!(told, [(1, "SKPD", "BKD"), (2, "BKD", "KANREG_BKN")]);
    assert_eq!(stages[0].2.completed_by, first.person_id.to_string());
    let completed = world.told::<DossierCompleted>().await;
    let [(_, Some(3), event)] = completed.as_slice() else { panic!("not one event of version 3") };
    assert_eq!(event.accepted_keys, ["name"]);
    let rejected: Vec<_> = event
        .rejected
        .iter()
        .map(|item| (item.key.as_str(), item.stage().called(), item.reason_code.as_str()))
        .collect();
    assert_eq!(rejected, [("place", "BKD", "VALUE_WRONG")]);
    let whose = event.dossier.clone().unwrap();
    assert_eq!((whose.dossier_id, whose.submission), (dossier.to_string(), 1));
    let employee = whose.employee.unwrap();
    assert_eq!((employee.nip, employee.agency_code), (Someone::Teacher.nip(), "A1".to_owned()));
    let finalised = world.told::<DossierFinalised>().await;
    assert_eq!((finalised.len(), finalised[0].1), (1, Some(4)));
    assert_eq!(world.progress(Someone::Teacher).await.unwrap().state().called(), "FINAL");
    // A word for every field that a stage decides, the unchanged ones too.
    assert_eq!(world.count("select count(*) from verification.decisions").await, 4 + 4 + 2);
}

#[tokio::test]
async fn without_check_all_every_due_field_needs_a_word() {
    let world = World::new("complete_missing").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.claim(&officer, dossier).await.unwrap();
    world.decide(&officer, dossier, 1, vec![ok("place")]).await.unwrap();
    let request = CompleteStageRequest { rest_ok: false, ..completion(dossier, 1) };
    let refused = world.complete_as(&officer, request.clone()).await;
    assert_eq!(reason(world.complete_as(&officer, request.clone()).await), "DECISIONS_MISSING");
    let missing = |key: &str| (key.to_owned(), "DECISION_MISSING".to_owned());
    assert_eq!(broken_fields(refused), [missing("name"), missing("birth")]);
    world.decide(&officer, dossier, 1, vec![ok("name"), ok("birth")]).await.unwrap();
    let answer = world.complete_as(&officer, request).await.unwrap();
    assert_eq!((answer.state().called(), answer.next_stage().called()), ("OPEN", "BKD"));
}

#[tokio::test]
async fn a_return_sends_back_only_what_was_returned_and_the_next_submission_shows_only_that() {
    let world = World::new("complete_return").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (first, second, third) = (skpd("A1.SCHOOLS"), bkd("A1"), kanreg("03"));
    world.pass(&first, dossier, 1, vec![]).await;
    assert_eq!(world.pass(&second, dossier, 1, vec![returned("name")]).await, "RETURNED");
    let told = world.told::<DossierReturned>().await;
    let [(_, Some(2), event)] = told.as_slice() else { panic!("not one event of version 2") };
    assert_eq!((event.stage().called(), event.items.len()), ("BKD", 1));
    assert_eq!((event.items[0].key.as_str(), event.items[0].reason_code.as_str()), ("name", "VALUE_WRONG"));

    world.resubmitted(Someone::Teacher.submits_again(&world.app.clock, 2, vec![corrected("name", &ALL)])).await;
    let due = async |officer| {
        let review = world.review(officer, dossier).await.unwrap();
        let due = review.fields.into_iter().filter(|field| field.due);
        due.map(|field| field.submitted.unwrap().key).collect::<Vec<_>>()
    };
    assert_eq!(due(&first).await, ["name"]);
    world.pass(&first, dossier, 2, vec![]).await;
    assert_eq!(due(&second).await, ["name"], "again at one's own stage");
    world.pass(&second, dossier, 2, vec![]).await;
    assert_eq!(due(&third).await, ["birth", "name"], "what level 3 has not seen");
    assert_eq!(world.pass(&third, dossier, 2, vec![]).await, "COMPLETED");
    assert_eq!(world.told::<DossierCompleted>().await[0].2.accepted_keys, ["name", "place"]);
}

#[tokio::test]
async fn a_dossier_without_changes_is_seen_by_level_1_alone() {
    let world = World::new("complete_unchanged").await;
    let mut event = Someone::Teacher.submits(&world.app.clock);
    event.items = vec![checked("name", &ALL), checked("place", &ALL[..2])];
    world.resubmitted(event).await;
    assert_eq!(world.pass(&skpd("A1.SCHOOLS"), Someone::Teacher.dossier_id(), 1, vec![]).await, "COMPLETED");
}

#[tokio::test]
async fn the_same_command_answers_the_same_and_another_finds_the_stage_done() {
    let world = World::new("complete_again").await;
    let (dossier, other) = (world.submitted(Someone::Teacher).await, world.submitted(Someone::Colleague).await);
    let officer = skpd("A1.SCHOOLS");
    world.claim(&officer, dossier).await.unwrap();
    let request = completion(dossier, 1);
    for _ in 0..2 {
        let answer = world.complete_as(&officer, request.clone()).await.unwrap();
        assert_eq!((answer.state().called(), answer.next_stage().called()), ("OPEN", "BKD"));
    }
    world.pass(&bkd("A1"), dossier, 1, vec![returned("name")]).await;
    let late = world.complete_as(&officer, request.clone()).await.unwrap();
    assert_eq!(late.next_stage().called(), "BKD", "as it was answered then");
    assert_eq!(world.told::<StageCompleted>().await.len(), 1);
    assert_eq!(reason(world.complete(&officer, dossier, 1).await), "STAGE_DONE");
    assert_eq!(reason(world.complete(&skpd("A1.ROOT"), dossier, 1).await), "STAGE_DONE");
    assert_eq!(reason(world.complete(&skpd("A1.HEALTH"), dossier, 1).await), "DOSSIER_NOT_FOUND");

    let reused = [
        CompleteStageRequest { dossier_id: other.to_string(), ..request.clone() },
        CompleteStageRequest { submission: 2, ..request.clone() },
        CompleteStageRequest { rest_ok: false, ..request.clone() },
    ];
    for request in reused {
        assert_eq!(reason(world.complete_as(&officer, request).await), "REQUEST_ID_REUSED");
    }
    let another = skpd("A1.SCHOOLS");
    world.claim(&another, other).await.unwrap();
    let theirs = CompleteStageRequest { dossier_id: other.to_string(), ..request };
    world.complete_as(&another, theirs).await.expect("a key is the caller's own");
}

#[tokio::test]
async fn one_command_sent_many_times_at_once_completes_once() {
    let world = World::new("complete_race").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.claim(&officer, dossier).await.unwrap();
    let request = completion(dossier, 1);
    let same = futures::future::join_all((0..8).map(|_| world.complete_as(&officer, request.clone())));
    for answer in same.await {
        assert_eq!(answer.unwrap().next_stage().called(), "BKD");
    }
    assert_eq!(world.told::<StageCompleted>().await.len(), 1);
    assert_eq!(world.count("select count(*) from verification.completions").await, 1);
}

#[tokio::test]
async fn one_key_for_two_dossiers_at_once_completes_one() {
    let world = World::new("complete_one_key").await;
    let officer = skpd("A1.SCHOOLS");
    let key = some_id().to_string();
    let mut requests = vec![];
    for someone in [Someone::Teacher, Someone::Colleague] {
        let dossier = world.submitted(someone).await;
        world.claim(&officer, dossier).await.unwrap();
        requests.push(CompleteStageRequest { request_id: key.clone(), ..completion(dossier, 1) });
    }
    let both = requests.into_iter().map(|request| world.complete_as(&officer, request));
    let mut outcomes: Vec<String> = futures::future::join_all(both).await.into_iter().map(reason).collect();
    outcomes.sort();
    assert_eq!(outcomes, ["OK", "REQUEST_ID_REUSED"]);
}

#[tokio::test]
async fn of_two_officers_one_closes_the_stage() {
    let world = World::new("complete_two").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (first, second) = (skpd("A1.SCHOOLS"), skpd("A1.ROOT"));
    world.claim(&first, dossier).await.unwrap();
    world.decide(&first, dossier, 1, vec![returned("name")]).await.unwrap();
    assert_eq!(reason(world.complete(&second, dossier, 1).await), "CLAIM_REQUIRED");
    world.app.clock.turn(Duration::minutes(30));
    // The one renews, the other takes over: whoever comes second has lost the claim, or finds the stage done.
    let taking_over = async {
        world.claim(&second, dossier).await.ok();
        reason(world.complete(&second, dossier, 1).await)
    };
    let (one, other) = tokio::join!(async { reason(world.complete(&first, dossier, 1).await) }, taking_over);
    let won = [&one, &other].into_iter().filter(|outcome| *outcome == "OK").count();
    assert_eq!(won, 1, "{one} {other}");
    assert_eq!(world.told::<DossierReturned>().await.len(), 1, "what the first had said counts, whoever closes");
}

#[tokio::test]
async fn the_subject_second_stages_and_other_submissions_are_refused() {
    let world = World::new("complete_refused").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let themselves = also(&employee(Someone::Teacher), skpd("A1.SCHOOLS"));
    assert_eq!(reason(world.complete(&themselves, dossier, 1).await), "SEPARATION_ON_ONESELF");
    assert_eq!(reason(world.complete(&bkd("A1"), dossier, 1).await), "DOSSIER_NOT_FOUND");
    let officer = skpd("A1.SCHOOLS");
    world.claim(&officer, dossier).await.unwrap();
    assert_eq!(reason(world.complete(&officer, dossier, 2).await), "SUBMISSION_OUTDATED");
    world.complete(&officer, dossier, 1).await.unwrap();
    let promoted = also(&officer, bkd("A1"));
    assert_eq!(reason(world.complete(&promoted, dossier, 1).await), "SEPARATION_AT_TWO_STAGES");
    let request = CompleteStageRequest { request_id: "1".into(), dossier_id: "2".into(), ..Default::default() };
    let refused = world.client.clone().complete_stage(by(&officer, request)).await;
    let invalid = |field: &str| (field.to_owned(), "ID_INVALID".to_owned());
    assert_eq!(broken_fields(refused), [invalid("request_id"), invalid("dossier_id")]);
}

#[tokio::test]
async fn nothing_moves_after_final() {
    let world = World::new("complete_final").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officers = [skpd("A1.SCHOOLS"), bkd("A1"), kanreg("03")];
    for officer in &officers {
        world.pass(officer, dossier, 1, vec![]).await;
    }
    world.hear(Someone::Teacher.applied(&world.app.clock, 1, &[])).await.unwrap();
    for officer in &officers {
        assert_eq!(reason(world.claim(officer, dossier).await), "DOSSIER_NOT_FOUND");
        assert_eq!(reason(world.complete(officer, dossier, 1).await), "STAGE_DONE");
    }
    assert_eq!(reason(world.recall(Someone::Teacher).await), "RECALL_TOO_LATE");
    let late = Someone::Teacher.submits_again(&world.app.clock, 2, vec![corrected("name", &ALL)]);
    assert!(world.hear(late).await.is_err());
    assert_eq!(world.progress(Someone::Teacher).await.unwrap().state().called(), "FINAL");
}
