//! Field by field: each decision is kept or refused by itself.

use proto::verification::v1::{DecideFieldsRequest, FieldDecision, Verdict};
use time::Duration;

use super::{
    fixtures::{ALL, Someone, corrected},
    harness::{World, also, bkd, broken_fields, by, employee, ok, reason, rejected, returned, skpd, some_id},
};

const KEPT: &str = "select count(*) from verification.decisions";

#[tokio::test]
async fn each_decision_is_kept_or_refused_by_itself() {
    let world = World::new("decide").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.claim(&officer, dossier).await.unwrap();
    let silent = |decision: FieldDecision| FieldDecision { note: " ".into(), ..decision };
    let unreasoned = |decision: FieldDecision| FieldDecision { reason_code: String::new(), ..decision };
    let decisions = vec![
        ok("name"),
        ok("name"),
        ok("unit"),
        ok("shoe_size"),
        rejected("place"),
        returned("birth"),
        FieldDecision { verdict: Verdict::Unspecified.into(), ..ok("a") },
        FieldDecision { verdict: 99, ..ok("b") },
        unreasoned(returned("c")),
        FieldDecision { reason_code: "BECAUSE".into(), ..returned("d") },
        FieldDecision { reason_code: "OTHER".into(), ..ok("e") },
        silent(returned("f")),
        FieldDecision { note: "x".repeat(251), ..returned("g") },
        FieldDecision { note: "a\u{200B}b".into(), ..returned("h") },
    ];
    let results = world.decide(&officer, dossier, 1, decisions).await.unwrap();
    let expected = [
        "",
        "FIELD_REPEATED",
        "FIELD_NOT_DUE",
        "FIELD_NOT_DUE",
        "REJECT_NOT_LAST_STAGE",
        "",
        "VERDICT_UNKNOWN",
        "VERDICT_UNKNOWN",
        "REASON_REQUIRED",
        "REASON_UNKNOWN",
        "REASON_UNKNOWN",
        "NOTE_REQUIRED",
        "TEXT_TOO_LONG",
        "TEXT_INVISIBLE",
    ];
    assert_eq!(results, expected);
    assert_eq!(world.count(KEPT).await, 2);
    let audited = "select count(*) from verification.audit_entries where action = 'decide_fields'
                   and details->>'decided' = '2' and details->>'refused' = '12'";
    assert_eq!(world.count(audited).await, 1);
}

#[tokio::test]
async fn only_corrections_are_rejected_and_only_at_their_last_stage() {
    let world = World::new("decide_reject").await;
    let dossier = world.submitted(Someone::Teacher).await;
    world.pass(&skpd("A1.SCHOOLS"), dossier, 1, vec![]).await;
    let officer = bkd("A1");
    world.claim(&officer, dossier).await.unwrap();
    let results =
        world.decide(&officer, dossier, 1, vec![rejected("place"), rejected("name"), rejected("birth")]).await;
    assert_eq!(results.unwrap(), ["", "REJECT_NOT_LAST_STAGE", "REJECT_NOTHING_TO_REJECT"]);
}

#[tokio::test]
async fn the_latest_word_counts_and_a_repeated_command_leaves_no_second_trace() {
    let world = World::new("decide_again").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.claim(&officer, dossier).await.unwrap();
    for decision in [returned("name"), returned("name"), ok("name")] {
        assert_eq!(world.decide(&officer, dossier, 1, vec![decision]).await.unwrap(), [""]);
    }
    assert_eq!(world.count(KEPT).await, 2);
    assert_eq!(world.complete(&officer, dossier, 1).await.unwrap(), "OPEN", "the return was taken back");
}

#[tokio::test]
async fn who_decides_holds_the_claim_and_keeps_it_by_deciding() {
    let world = World::new("decide_claim").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (first, second) = (skpd("A1.SCHOOLS"), skpd("A1.ROOT"));
    let decide = async |officer| reason(world.decide(officer, dossier, 1, vec![ok("name")]).await);
    assert_eq!(decide(&first).await, "CLAIM_REQUIRED");
    world.claim(&first, dossier).await.unwrap();
    for _ in 0..3 {
        world.app.clock.turn(Duration::minutes(25));
        assert_eq!(decide(&first).await, "OK");
    }
    assert_eq!(decide(&second).await, "CLAIM_REQUIRED");
    world.app.clock.turn(Duration::minutes(31));
    assert_eq!(decide(&first).await, "OK", "it ran out, and nobody else took the dossier");
    world.app.clock.turn(Duration::minutes(31));
    world.claim(&second, dossier).await.unwrap();
    assert_eq!(decide(&first).await, "CLAIM_REQUIRED");
    assert_eq!(decide(&second).await, "OK");
}

#[tokio::test]
async fn another_submission_than_the_one_that_was_looked_at_is_not_decided() {
    let world = World::new("decide_outdated").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.pass(&officer, dossier, 1, vec![returned("name")]).await;
    assert_eq!(reason(world.decide(&officer, dossier, 1, vec![ok("name")]).await), "DOSSIER_NOT_FOUND");
    world.resubmitted(Someone::Teacher.submits_again(&world.app.clock, 2, vec![corrected("name", &ALL)])).await;
    world.claim(&officer, dossier).await.unwrap();
    for submission in [0, 1, 3] {
        let refused = world.decide(&officer, dossier, submission, vec![ok("name")]).await;
        assert_eq!(reason(refused), "SUBMISSION_OUTDATED");
    }
    assert_eq!(world.decide(&officer, dossier, 2, vec![ok("name"), ok("place")]).await.unwrap(), ["", "FIELD_NOT_DUE"]);
}

#[tokio::test]
async fn strangers_and_the_subject_decide_nothing() {
    let world = World::new("decide_scope").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let decide = async |officer| reason(world.decide(&officer, dossier, 1, vec![ok("name")]).await);
    assert_eq!(decide(skpd("A1.HEALTH")).await, "DOSSIER_NOT_FOUND");
    assert_eq!(decide(bkd("A1")).await, "DOSSIER_NOT_FOUND");
    let themselves = also(&employee(Someone::Teacher), skpd("A1.SCHOOLS"));
    assert_eq!(decide(themselves).await, "SEPARATION_ON_ONESELF");
    let officer = skpd("A1.SCHOOLS");
    world.pass(&officer, dossier, 1, vec![]).await;
    assert_eq!(decide(also(&officer, bkd("A1"))).await, "SEPARATION_AT_TWO_STAGES");
}

#[tokio::test]
async fn a_command_has_1_to_100_decisions() {
    let world = World::new("decide_form").await;
    let officer = skpd("A1.SCHOOLS");
    for count in [0, 101] {
        let decisions = (0..count).map(|_| ok("name")).collect();
        let request = DecideFieldsRequest { dossier_id: "x".into(), submission: 1, decisions };
        let refused = world.client.clone().decide_fields(by(&officer, request)).await;
        let expected = [("dossier_id".into(), "ID_INVALID".into()), ("decisions".into(), "DECISIONS_COUNT".into())];
        assert_eq!(broken_fields(refused), expected);
    }
    let many = (0..100).map(|_| ok("name")).collect();
    assert_eq!(reason(world.decide(&officer, some_id(), 1, many).await), "DOSSIER_NOT_FOUND");
}
