//! The review against a model that knows nothing of it but a log of what was said: many random steps, and after each of them
//! both agree, no stage was skipped, every move was reported to whoever keeps the audit trail, and nothing moves after final.

use kernel::Stage;
use proptest::prelude::*;

use super::*;

const KEYS: [&str; 4] = ["a", "b", "c", "d"];
const REASON: Reason = Reason::ValueWrong;

/// What somebody tries to do.
#[derive(Clone, Debug)]
enum Step {
    /// The stage says this of each field, as far as it may; `rest_ok` fills up.
    Complete { verdicts: [u8; 4], rest_ok: bool },
    /// The employee takes it back.
    Recall { claimed: bool },
    /// It is handed in again, this many submissions on, with these answers to whatever is open.
    Resubmit { on: u32, corrected: [bool; 4], marked: [bool; 4] },
    /// It was applied, of this many submissions ago, with conflicts.
    Apply { ago: u32, conflicts: [bool; 4] },
}

/// Who decides each field.
fn stages(which: u8) -> Vec<Stage> {
    let stages: Vec<Stage> =
        Stage::ALL.into_iter().enumerate().filter(|(place, _)| which & (1 << place) != 0).map(|(_, s)| s).collect();
    if stages.is_empty() { Stage::ALL.into() } else { stages }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let complete = (any::<[u8; 4]>(), prop::bool::weighted(0.8));
    let step = prop_oneof![
        6 => complete.prop_map(|(verdicts, rest_ok)| Step::Complete { verdicts, rest_ok }),
        1 => prop::bool::weighted(0.3).prop_map(|claimed| Step::Recall { claimed }),
        4 => (0..3_u32, any::<[bool; 4]>(), any::<[bool; 4]>())
            .prop_map(|(on, corrected, marked)| Step::Resubmit { on, corrected, marked }),
        2 => (0..2_u32, any::<[bool; 4]>()).prop_map(|(ago, mut conflicts)| {
            // Most things are applied.
            conflicts[0] &= conflicts[1];
            conflicts = [conflicts[0], false, false, conflicts[2] && conflicts[3]];
            Step::Apply { ago, conflicts }
        }),
    ];
    prop::collection::vec(step, 1..120)
}

/// A field as the model knows it.
#[derive(Clone, Debug)]
struct Field {
    corrected: bool,
    marked: bool,
    stages: Vec<Stage>,
    came_back: bool,
    /// Since it was last handed in, oldest first.
    log: Vec<(Stage, Verdict)>,
}

impl Field {
    fn due(&self, stage: Stage) -> bool {
        let settled = self.log.iter().rev().find(|(said_at, _)| *said_at == stage);
        let settled = settled.is_some_and(|(_, verdict)| !matches!(verdict, Verdict::Return(_)));
        self.stages.contains(&stage) && (self.corrected || self.marked || self.came_back) && !settled
    }

    fn item(&self, key: &str, submission: u32) -> Item {
        Item {
            key: key.into(),
            answer: if self.corrected { Answer::Correction } else { Answer::Check },
            marks: if self.marked { vec!["MARK".into()] } else { vec![] },
            stages: self.stages.clone(),
            submission,
            sent_back: false,
            verdicts: BTreeMap::new(),
        }
    }
}

#[derive(Debug)]
struct Model {
    fields: Vec<Field>,
    state: State,
    submission: u32,
    /// Stages that spoke of the latest submission.
    spoken: Vec<Stage>,
    level_1_has_seen: bool,
    /// Whose answers are open: all of a recalled submission's, or what came back.
    open: Vec<usize>,
    handed_in: Vec<usize>,
}

impl Model {
    fn next(&self) -> Option<Stage> {
        let work = |stage: &Stage| self.fields.iter().any(|field| field.due(*stage));
        Stage::ALL.into_iter().find(|stage| work(stage) || (*stage == Stage::Skpd && !self.level_1_has_seen))
    }

    fn come_back(&mut self, places: Vec<usize>) {
        for place in &places {
            self.fields[*place].came_back = true;
        }
        self.open = places;
        self.state = State::Returned;
    }
}

fn verdict(choice: u8, field: &Field, stage: Stage) -> Option<Verdict> {
    let last = field.stages.last() == Some(&stage);
    match choice % 16 {
        0 => None,
        1 => Some(Verdict::Return(REASON)),
        2 if last && field.corrected => Some(Verdict::Reject(REASON)),
        _ => Some(Verdict::Ok),
    }
}

/// Tries a step on both; whether the review reported a move.
fn take(review: &mut Review, model: &mut Model, step: &Step) -> Result<bool, TestCaseError> {
    match step {
        Step::Complete { verdicts, rest_ok } => complete(review, model, verdicts, *rest_ok),
        Step::Recall { claimed } => {
            let expected = match model.state {
                State::Recalled => Ok(Heard::Before),
                State::Open(_) if !model.spoken.is_empty() => Err(RecallError::TooLate),
                State::Open(_) if *claimed => Err(RecallError::Claimed),
                State::Open(_) => Ok(Heard::Now),
                _ => Err(RecallError::TooLate),
            };
            let outcome = review.recall(*claimed);
            prop_assert_eq!(outcome, expected);
            if outcome == Ok(Heard::Now) {
                model.state = State::Recalled;
                model.open = model.handed_in.clone();
            }
            Ok(outcome == Ok(Heard::Now))
        }
        Step::Resubmit { on, corrected, marked } => {
            let submission = model.submission + on;
            let mut fields = model.fields.clone();
            for place in &model.open {
                let field = &mut fields[*place];
                (field.corrected, field.marked, field.log) = (corrected[*place], marked[*place], vec![]);
            }
            let items = model.open.iter().map(|place| fields[*place].item(KEYS[*place], submission)).collect();
            let awaited = matches!(model.state, State::Recalled | State::Returned);
            let outcome = review.resubmit(submission, items);
            let expected = match on {
                0 => Ok(Heard::Before),
                1 if awaited => Ok(Heard::Now),
                1 => Err(Contradiction::NotAwaited),
                _ => Err(Contradiction::Gap),
            };
            prop_assert_eq!(outcome, expected);
            if outcome == Ok(Heard::Now) {
                (model.fields, model.submission, model.spoken) = (fields, submission, vec![]);
                model.handed_in = std::mem::take(&mut model.open);
                model.state = State::Open(model.next().expect("what came back is somebody's to decide"));
            }
            Ok(outcome == Ok(Heard::Now))
        }
        Step::Apply { ago, conflicts } => {
            let places: Vec<usize> = (0..KEYS.len()).filter(|place| conflicts[*place]).collect();
            let keys: Vec<String> = places.iter().map(|place| KEYS[*place].to_owned()).collect();
            let submission = model.submission.saturating_sub(*ago);
            let outcome = review.apply(submission, &keys);
            let expected = match model.state {
                _ if submission < model.submission => Ok(Heard::Before),
                State::Completed => Ok(Heard::Now),
                State::Final | State::Returned => Ok(Heard::Before),
                _ => Err(Contradiction::NotAwaited),
            };
            prop_assert_eq!(outcome, expected);
            if outcome == Ok(Heard::Now) {
                if places.is_empty() { model.state = State::Final } else { model.come_back(places) }
            }
            Ok(outcome == Ok(Heard::Now))
        }
    }
}

fn complete(review: &mut Review, model: &mut Model, verdicts: &[u8; 4], rest_ok: bool) -> Result<bool, TestCaseError> {
    let State::Open(stage) = model.state else {
        prop_assert_eq!(review.complete(&BTreeMap::new(), rest_ok), Err(CompleteError::NotOpen));
        return Ok(false);
    };
    let due: Vec<usize> = (0..KEYS.len()).filter(|place| model.fields[*place].due(stage)).collect();
    let mut said = BTreeMap::new();
    let mut missing = vec![];
    for place in &due {
        match verdict(verdicts[*place], &model.fields[*place], stage) {
            Some(verdict) => {
                prop_assert_eq!(review.check(KEYS[*place], verdict), Ok(()));
                said.insert(KEYS[*place].to_owned(), Said { verdict, note: String::new() });
            }
            None => missing.push(KEYS[*place].to_owned()),
        }
    }
    let completion = match review.complete(&said, rest_ok) {
        Err(error) => {
            prop_assert!(!rest_ok && !missing.is_empty());
            prop_assert_eq!(error, CompleteError::Missing(missing));
            return Ok(false);
        }
        Ok(completion) => completion,
    };
    // No stage before has anything left: none was skipped, and they speak in order.
    for earlier in Stage::ALL.into_iter().filter(|earlier| *earlier < stage) {
        prop_assert!(model.level_1_has_seen && model.fields.iter().all(|field| !field.due(earlier)));
    }
    prop_assert!(model.spoken.last().is_none_or(|last| *last < stage));
    for field in model.fields.iter_mut().filter(|field| field.stages.contains(&stage)) {
        let silent = !field.due(stage) && field.log.iter().all(|(said_at, _)| *said_at != stage);
        if silent {
            field.log.push((stage, Verdict::Ok));
        }
    }
    for place in &due {
        let verdict = said.get(KEYS[*place]).map_or(Verdict::Ok, |said| said.verdict);
        model.fields[*place].log.push((stage, verdict));
    }
    model.spoken.push(stage);
    model.level_1_has_seen |= stage == Stage::Skpd;
    let returned: Vec<usize> = due.iter().copied().filter(|place| model.fields[*place].due(stage)).collect();
    if returned.is_empty() {
        model.state = model.next().map_or(State::Completed, State::Open);
    } else {
        let keys: Vec<_> = returned.iter().map(|place| KEYS[*place]).collect();
        let Outcome::Returned(items) = &completion.outcome else { panic!("not a return: {completion:?}") };
        prop_assert_eq!(items.iter().map(|item| item.key.as_str()).collect::<Vec<_>>(), keys);
        model.come_back(returned);
    }
    if let Outcome::Completed { accepted, rejected } = &completion.outcome {
        whole(model, accepted, rejected)?;
    }
    Ok(true)
}

/// At the end every field that needed a look had one at each of its stages, and each correction is accepted or rejected.
fn whole(model: &Model, accepted: &[String], rejected: &[Decided]) -> Result<(), TestCaseError> {
    for (place, field) in model.fields.iter().enumerate() {
        let needs_a_look = field.corrected || field.marked || field.came_back;
        for stage in field.stages.iter().filter(|_| needs_a_look) {
            prop_assert!(field.log.iter().any(|(said_at, _)| said_at == stage), "{} at {stage:?}", KEYS[place]);
        }
        let was_rejected = field.log.iter().any(|(_, verdict)| matches!(verdict, Verdict::Reject(_)));
        prop_assert_eq!(rejected.iter().any(|decided| decided.key == KEYS[place]), was_rejected);
        prop_assert_eq!(accepted.iter().any(|key| key == KEYS[place]), field.corrected && !was_rejected);
    }
    Ok(())
}

/// `PROPTEST_CASES` asks for more: 20,000 are a million steps.
fn at_least(cases: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig { cases: cases.max(config.cases), ..config }
}

proptest! {
    #![proptest_config(at_least(2_000))]

    #[test]
    fn the_review_agrees_with_the_model(
        first in any::<[(bool, bool, u8); 4]>(),
        steps in steps(),
    ) {
        let fields: Vec<Field> = first
            .into_iter()
            .map(|(corrected, marked, which)| Field {
                corrected, marked, stages: stages(which % 8), came_back: false, log: vec![],
            })
            .collect();
        let items = fields.iter().zip(KEYS).map(|(field, key)| field.item(key, 1)).collect();
        let mut review = Review::open(1, items).unwrap();
        let all: Vec<usize> = (0..KEYS.len()).collect();
        let mut model = Model {
            fields, state: State::Open(Stage::Skpd), submission: 1, spoken: vec![], level_1_has_seen: false,
            open: vec![], handed_in: all,
        };
        for step in &steps {
            let before = review.clone();
            let reported = take(&mut review, &mut model, step)?;
            prop_assert_eq!(review.state, model.state, "after {:?}", step);
            prop_assert_eq!(review.submission, model.submission);
            // Whoever keeps the trail is told of each move, and of nothing else.
            prop_assert_eq!(reported, (before.state, before.submission) != (review.state, review.submission));
            if before.state == State::Final {
                prop_assert_eq!(&review, &before, "nothing moves after final");
            }
            let due: Vec<&str> = review.due().map(|item| item.key.as_str()).collect();
            let expected: Vec<&str> = match model.state {
                State::Open(stage) => {
                    let fields = model.fields.iter().zip(KEYS);
                    fields.filter(|(field, _)| field.due(stage)).map(|(_, key)| key).collect()
                }
                _ => vec![],
            };
            prop_assert_eq!(due, expected);
        }
    }
}
