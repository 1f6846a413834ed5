//! Many random steps on the real service: the audit trail tells every move, and nothing but moves.

use kernel::Person;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use sqlx::Row as _;
use time::Duration;
use uuid::Uuid;

use super::{
    fixtures::{ALL, Someone, corrected},
    harness::{World, bkd, kanreg, rejected, returned, skpd},
};

/// What somebody tries; most of it is refused most of the time.
#[derive(Clone, Copy, Debug)]
enum Step {
    Complete { level: usize, returns: bool, rejects: bool },
    Recall,
    Resubmit,
    Apply { conflict: bool },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..3_usize, prop::bool::weighted(0.3), any::<bool>())
            .prop_map(|(level, returns, rejects)| Step::Complete { level, returns, rejects }),
        2 => Just(Step::Recall),
        3 => Just(Step::Resubmit),
        2 => prop::bool::weighted(0.7).prop_map(|conflict| Step::Apply { conflict }),
    ]
}

/// Where the trail says that the dossier went, and through how many moves; panics where a move does not begin where the last
/// one ended.
async fn walked(world: &World, dossier: Uuid) -> (String, i64) {
    let mut connection = world.app.db.read().await.unwrap();
    let rows = sqlx::query(
        "select details->>'from', details->>'to' from verification.audit_entries
         where subject_id = $1 and details ? 'to' order by entry_id",
    )
    .bind(dossier)
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let mut at: Option<String> = None;
    for row in &rows {
        assert_eq!(at, row.get::<Option<String>, _>(0), "a move that nobody wrote down");
        at = row.get(1);
    }
    (at.unwrap(), i64::try_from(rows.len()).unwrap())
}

/// Takes a step; whether anybody was told that it was taken.
async fn take(world: &World, someone: Someone, officers: &[Person; 3], submission: &mut u32, step: Step) -> bool {
    let dossier = someone.dossier_id();
    match step {
        Step::Complete { level, returns, rejects } => {
            let officer = &officers[level];
            world.claim(officer, dossier).await.ok();
            if returns {
                world.decide(officer, dossier, *submission, vec![returned("name")]).await.ok();
            } else if rejects {
                world.decide(officer, dossier, *submission, vec![rejected("name"), rejected("place")]).await.ok();
            }
            world.complete(officer, dossier, *submission).await.is_ok()
        }
        Step::Recall => world.recall(someone).await.is_ok(),
        Step::Resubmit => {
            let event = someone.submits_again(&world.app.clock, *submission + 1, vec![corrected("name", &ALL)]);
            let heard = world.hear(event).await.is_ok();
            *submission += u32::from(heard);
            heard
        }
        Step::Apply { conflict } => {
            let conflicts: &[&str] = if conflict { &["name"] } else { &[] };
            world.hear(someone.applied(&world.app.clock, *submission, conflicts)).await.is_ok()
        }
    }
}

#[tokio::test]
async fn every_move_is_audited_and_the_trail_ends_where_the_review_stands() {
    let world = World::new("audit_trail").await;
    let mut runner = TestRunner::default();
    let mut finals = 0;
    for (someone, unit) in
        [(Someone::Teacher, "A1.SCHOOLS"), (Someone::Nurse, "A1.HEALTH"), (Someone::Colleague, "A1.ROOT")]
    {
        let dossier = world.submitted(someone).await;
        let officers = [skpd(unit), bkd("A1"), kanreg("03")];
        let mut submission = 1;
        for _ in 0..150 {
            let step = step().new_tree(&mut runner).unwrap().current();
            let (before, moves) = walked(&world, dossier).await;
            let taken = take(&world, someone, &officers, &mut submission, step).await;
            let (after, moves_after) = walked(&world, dossier).await;
            // Recalling twice and hearing twice succeed and move nothing; nothing else may.
            let again = before == after && matches!(step, Step::Recall | Step::Apply { .. });
            assert_eq!(moves_after - moves, i64::from(taken && !again), "{step:?} at {before}");
            let kept = format!(
                "select count(*) from verification.reviews
                 where dossier_id = '{dossier}' and state || coalesce('/' || stage, '') = '{after}'"
            );
            assert_eq!(world.count(&kept).await, 1, "{step:?}: {after}");
            if before == "final" {
                assert_eq!(after, "final", "{step:?}");
                finals += 1;
            }
            // A claim keeps a recall away for half an hour at most.
            world.app.clock.turn(Duration::minutes(11));
        }
    }
    println!("{finals} steps after final");
    let told = "select count(*) from verification.outbox where aggregate_id is not null";
    let versions = "select sum(version)::bigint from verification.reviews";
    assert_eq!(world.count(told).await, world.count(versions).await, "events count on without gaps");
}
