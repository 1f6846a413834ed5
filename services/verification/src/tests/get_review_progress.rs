//! SKPD | BKD | KANREG/BKN | STATUS of each field, as its owner sees it.

use proto::verification::v1::GetReviewProgressResponse;
use time::Duration;

use super::{
    fixtures::{ALL, Someone, corrected},
    harness::{Called as _, World, bkd, ok, reason, returned, skpd},
};

fn shown(progress: &GetReviewProgressResponse) -> Vec<(&str, Vec<(&str, &str)>)> {
    let fields = progress.fields.iter();
    fields
        .map(|field| {
            let verdicts = field.verdicts.iter().map(|verdict| (verdict.stage().called(), verdict.verdict().called()));
            (field.key.as_str(), verdicts.collect())
        })
        .collect()
}

#[tokio::test]
async fn the_owner_sees_each_stages_latest_word_and_nothing_that_is_still_being_worked_on() {
    let world = World::new("progress").await;
    assert_eq!(reason(world.progress(Someone::Teacher).await), "REVIEW_NOT_FOUND");
    let dossier = world.submitted(Someone::Teacher).await;
    world.submitted(Someone::Colleague).await;
    let officer = skpd("A1.SCHOOLS");
    world.claim(&officer, dossier).await.unwrap();
    world.decide(&officer, dossier, 1, vec![returned("name"), ok("place")]).await.unwrap();
    let progress = world.progress(Someone::Teacher).await.unwrap();
    assert_eq!((progress.state().called(), progress.stage().called(), progress.claimed), ("OPEN", "SKPD", true));
    assert!(progress.fields.is_empty());

    world.complete(&officer, dossier, 1).await.unwrap();
    let progress = world.progress(Someone::Teacher).await.unwrap();
    assert_eq!(
        (progress.state().called(), progress.stage().called(), progress.claimed),
        ("RETURNED", "UNSPECIFIED", false)
    );
    let said = |verdict| vec![("SKPD", verdict)];
    let expected = [("name", said("RETURN")), ("place", said("OK")), ("unit", said("OK")), ("birth", said("OK"))];
    assert_eq!(shown(&progress), expected);
    let why = &progress.fields[0].verdicts[0];
    assert_eq!((why.reason_code.as_str(), why.note.as_str()), ("VALUE_WRONG", "tidak sesuai ijazah"));

    world.resubmitted(Someone::Teacher.submits_again(&world.app.clock, 2, vec![corrected("name", &ALL)])).await;
    world.pass(&officer, dossier, 2, vec![]).await;
    world.pass(&bkd("A1"), dossier, 2, vec![]).await;
    let progress = world.progress(Someone::Teacher).await.unwrap();
    assert_eq!((progress.stage().called(), progress.submission), ("KANREG_BKN", 2));
    assert_eq!(shown(&progress)[0], ("name", vec![("SKPD", "OK"), ("BKD", "OK")]));
    assert_eq!(progress.fields[0].verdicts[0].submission, 2);
}

#[tokio::test]
async fn an_expired_claim_is_none() {
    let world = World::new("progress_claim").await;
    let dossier = world.submitted(Someone::Teacher).await;
    world.claim(&skpd("A1.SCHOOLS"), dossier).await.unwrap();
    world.app.clock.turn(Duration::minutes(30));
    assert!(!world.progress(Someone::Teacher).await.unwrap().claimed);
}
