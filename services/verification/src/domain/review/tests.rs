//! The rules one by one; `random_walk` goes through them at random.

use kernel::Stage::{self, Bkd, KanregBkn, Skpd};

use super::*;

fn item(key: &str, answer: Answer, marks: &[&str], stages: &[Stage]) -> Item {
    Item {
        key: key.into(),
        answer,
        marks: marks.iter().map(|mark| (*mark).into()).collect(),
        stages: stages.into(),
        submission: 1,
        sent_back: false,
        verdicts: BTreeMap::new(),
    }
}

fn corrected(key: &str, stages: &[Stage]) -> Item {
    item(key, Answer::Correction, &[], stages)
}

fn checked(key: &str, stages: &[Stage]) -> Item {
    item(key, Answer::Check, &[], stages)
}

fn due(review: &Review) -> Vec<&str> {
    review.due().map(|item| item.key.as_str()).collect()
}

fn said(verdicts: &[(&str, Verdict)]) -> BTreeMap<String, Said> {
    verdicts.iter().map(|(key, verdict)| ((*key).into(), Said { verdict: *verdict, note: "x".into() })).collect()
}

const WRONG: Verdict = Verdict::Return(Reason::ValueWrong);
const REJECT: Verdict = Verdict::Reject(Reason::Other);

fn complete(review: &mut Review, verdicts: &[(&str, Verdict)]) -> Outcome {
    review.complete(&said(verdicts), true).unwrap().outcome
}

/// `name` ends at level 3, `place` at level 2, `unit` is unchanged, `birth` unchanged and doubtful.
fn dossier() -> Review {
    let items = vec![
        corrected("name", &Stage::ALL),
        corrected("place", &[Skpd, Bkd]),
        checked("unit", &[Skpd, Bkd]),
        item("birth", Answer::Check, &["NIP_BIRTH_DATE_DIFFERS"], &Stage::ALL),
    ];
    Review::open(1, items).unwrap()
}

#[test]
fn a_stage_decides_what_was_changed_or_is_doubtful_and_completes_the_rest() {
    let mut review = dossier();
    assert_eq!((review.stage(), due(&review)), (Some(Skpd), vec!["name", "place", "birth"]));
    let completion = review.complete(&said(&[("name", Verdict::Ok)]), true).unwrap();
    assert_eq!(completion.passed, ["place", "birth", "unit"], "check all, then the unchanged rest");
    assert_eq!(completion.outcome, Outcome::Next(Bkd));
    assert_eq!(complete(&mut review, &[]), Outcome::Next(KanregBkn));
    assert_eq!(due(&review), ["name", "birth"]);
    let accepted = vec!["name".to_owned(), "place".into()];
    assert_eq!(complete(&mut review, &[]), Outcome::Completed { accepted, rejected: vec![] });
}

#[test]
fn completing_needs_a_word_on_every_due_field() {
    let mut review = dossier();
    let before = review.clone();
    let missing = review.complete(&said(&[("place", Verdict::Ok)]), false);
    assert_eq!(missing, Err(CompleteError::Missing(vec!["name".into(), "birth".into()])));
    assert_eq!(review, before);
}

#[test]
fn level_1_sees_a_dossier_without_changes_and_every_other_stage_is_skipped() {
    let mut review = Review::open(1, vec![checked("name", &Stage::ALL)]).unwrap();
    assert_eq!((review.stage(), due(&review)), (Some(Skpd), vec![]));
    assert_eq!(complete(&mut review, &[]), Outcome::Completed { accepted: vec![], rejected: vec![] });
}

#[test]
fn a_stage_that_no_due_field_names_is_skipped() {
    let mut review = Review::open(1, vec![corrected("name", &[Skpd, KanregBkn])]).unwrap();
    assert_eq!(complete(&mut review, &[]), Outcome::Next(KanregBkn));
}

#[test]
fn a_return_opens_only_what_was_returned_and_keeps_every_ok() {
    let mut review = dossier();
    complete(&mut review, &[]);
    let returned = complete(&mut review, &[("place", WRONG)]);
    let expected = Decided { key: "place".into(), stage: Bkd, reason: Reason::ValueWrong };
    assert_eq!(returned, Outcome::Returned(vec![expected]));
    assert_eq!(review.resubmit(2, vec![corrected("place", &[Skpd, Bkd])]), Ok(Heard::Now));
    assert_eq!((review.stage(), due(&review)), (Some(Skpd), vec!["place"]));
    assert_eq!(complete(&mut review, &[]), Outcome::Next(Bkd));
    assert_eq!(due(&review), ["place"]);
    assert_eq!(complete(&mut review, &[]), Outcome::Next(KanregBkn));
    assert_eq!(due(&review), ["name", "birth"], "what level 3 has not seen yet is due there");
}

#[test]
fn resubmission_starts_at_the_first_stage_that_decides_what_came_back() {
    let mut review = Review::open(1, vec![corrected("name", &[Bkd, KanregBkn]), corrected("place", &[Skpd])]).unwrap();
    assert_eq!(complete(&mut review, &[]), Outcome::Next(Bkd));
    complete(&mut review, &[("name", WRONG)]);
    review.resubmit(2, vec![corrected("name", &[Bkd, KanregBkn])]).unwrap();
    assert_eq!((review.stage(), due(&review)), (Some(Bkd), vec!["name"]));
}

#[test]
fn what_came_back_is_looked_at_again_also_when_the_employee_gave_in() {
    let mut review = dossier();
    complete(&mut review, &[("name", WRONG)]);
    review.resubmit(2, vec![checked("name", &Stage::ALL)]).unwrap();
    assert_eq!((review.stage(), due(&review)), (Some(Skpd), vec!["name"]));
    assert_eq!(review.check("name", REJECT), Err(DecisionError::RejectNothingToReject));
}

#[test]
fn only_the_last_deciding_stage_rejects_and_only_corrections() {
    let mut review = dossier();
    assert_eq!(review.check("name", REJECT), Err(DecisionError::RejectNotLastStage));
    assert_eq!(review.check("unit", Verdict::Ok), Err(DecisionError::NotDue));
    assert_eq!(review.check("shoe_size", Verdict::Ok), Err(DecisionError::NotDue));
    complete(&mut review, &[]);
    assert_eq!(review.check("place", REJECT), Ok(()));
    complete(&mut review, &[("place", REJECT)]);
    assert_eq!(review.check("birth", REJECT), Err(DecisionError::RejectNothingToReject));
    let rejected = vec![Decided { key: "place".into(), stage: Bkd, reason: Reason::Other }];
    assert_eq!(complete(&mut review, &[]), Outcome::Completed { accepted: vec!["name".into()], rejected });
}

#[test]
fn a_rejection_is_kept_over_a_return_of_something_else() {
    let mut review = dossier();
    complete(&mut review, &[]);
    complete(&mut review, &[("place", REJECT), ("name", WRONG)]);
    review.resubmit(2, vec![corrected("name", &Stage::ALL)]).unwrap();
    assert_eq!((review.stage(), due(&review)), (Some(Skpd), vec!["name"]));
    complete(&mut review, &[]);
    complete(&mut review, &[]);
    let rejected = vec![Decided { key: "place".into(), stage: Bkd, reason: Reason::Other }];
    assert_eq!(complete(&mut review, &[]), Outcome::Completed { accepted: vec!["name".into()], rejected });
}

#[test]
fn the_employee_recalls_until_somebody_has_claimed_or_spoken() {
    let mut review = dossier();
    assert_eq!(review.recall(true), Err(RecallError::Claimed));
    assert_eq!(review.recall(false), Ok(Heard::Now));
    assert_eq!(review.recall(false), Ok(Heard::Before));
    review.resubmit(2, vec![corrected("name", &Stage::ALL)]).unwrap();
    assert_eq!((review.stage(), due(&review)), (Some(Skpd), vec!["name", "place", "birth"]));
    complete(&mut review, &[]);
    assert_eq!(review.recall(false), Err(RecallError::TooLate));
    assert_eq!(review.stage(), Some(Bkd));
}

#[test]
fn a_resubmission_can_be_recalled_too_while_nobody_has_spoken_of_it() {
    let mut review = dossier();
    complete(&mut review, &[("name", WRONG)]);
    assert_eq!(review.recall(false), Err(RecallError::TooLate));
    review.resubmit(2, vec![corrected("name", &Stage::ALL)]).unwrap();
    assert_eq!(review.recall(false), Ok(Heard::Now));
    review.resubmit(3, vec![checked("name", &Stage::ALL)]).unwrap();
    assert_eq!(due(&review), ["name"], "it came back once");
}

#[test]
fn everything_applied_is_final_and_a_conflict_comes_back() {
    let mut review = Review::open(1, vec![corrected("name", &[Skpd]), corrected("place", &[Skpd])]).unwrap();
    complete(&mut review, &[]);
    assert_eq!(review.apply(1, &["shoe_size".into()]), Err(Contradiction::FieldUnknown));
    assert_eq!(review.apply(1, &["name".into()]), Ok(Heard::Now));
    assert_eq!(review.state, State::Returned);
    assert_eq!(review.apply(1, &["name".into()]), Ok(Heard::Before));
    review.resubmit(2, vec![corrected("name", &[Skpd])]).unwrap();
    assert_eq!(due(&review), ["name"]);
    let accepted = vec!["name".to_owned(), "place".into()];
    assert_eq!(complete(&mut review, &[]), Outcome::Completed { accepted, rejected: vec![] });
    assert_eq!(review.apply(1, &[]), Ok(Heard::Before));
    assert_eq!(review.apply(2, &[]), Ok(Heard::Now));
    assert_eq!(review.state, State::Final);
    assert_eq!(review.apply(2, &[]), Ok(Heard::Before));
}

#[test]
fn what_contradicts_the_books_changes_nothing() {
    assert_eq!(Review::open(2, vec![checked("name", &[Skpd])]).unwrap_err(), Contradiction::Gap);
    assert_eq!(Review::open(1, vec![]).unwrap_err(), Contradiction::NothingToDecide);
    let mut review = dossier();
    let again = || vec![checked("name", &[Skpd])];
    assert_eq!(review.resubmit(1, again()), Ok(Heard::Before));
    assert_eq!(review.resubmit(3, again()), Err(Contradiction::Gap));
    assert_eq!(review.resubmit(2, again()), Err(Contradiction::NotAwaited));
    assert_eq!(review.apply(1, &[]), Err(Contradiction::NotAwaited));
    assert_eq!(review, dossier());
}
