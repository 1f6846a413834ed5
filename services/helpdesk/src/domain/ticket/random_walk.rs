//! The ticket against a model that knows nothing of it but a log of what happened: many random steps, and after each of them
//! both agree, nobody has decided on themselves, and nothing moves after the end.

use kernel::AgencyCode;
use proptest::prelude::*;
use time::Duration;
use uuid::Uuid;

use super::{super::resolution::ReferenceValue, *};

const NOON: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;
/// Two officers, the writer, and whom it is about: all of them try.
const PEOPLE: u128 = 4;
const WRITER: u128 = 3;
const SUBJECT: u128 = 4;

#[derive(Clone, Debug)]
enum Step {
    Take(u128),
    Decide(u128, u8),
    Done(u32),
    Refused(u32),
    Escalate,
    Wait(i64),
}

/// What happened, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Happened {
    Taken(u128, OffsetDateTime),
    Approved,
    Ended(State),
    Reopened,
    Escalated,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => (1..=PEOPLE).prop_map(Step::Take),
        4 => (1..=PEOPLE, 0..6_u8).prop_map(|(by, what)| Step::Decide(by, what)),
        1 => (0..3_u32).prop_map(Step::Done),
        2 => (0..3_u32).prop_map(Step::Refused),
        1 => Just(Step::Escalate),
        3 => (1..50_i64).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..80)
}

fn decider(number: u128) -> Decider {
    Decider { person: Uuid::from_u128(number).into(), account: Uuid::from_u128(100 + number).into() }
}

fn ticket(acts: bool) -> Ticket {
    Ticket {
        state: State::Open,
        desk: Some(Desk::Agency(AgencyCode::parse("A1").unwrap())),
        claim: None,
        opened_by: Some(Uuid::from_u128(WRITER).into()),
        subject: Some(Uuid::from_u128(SUBJECT).into()),
        action: acts.then_some(Action::AddReferenceValue),
        attempt: 0,
        refusal_code: None,
        decided_by: None,
        escalated: false,
        due_at: NOON + Duration::hours(2),
    }
}

struct Model {
    acts: bool,
    log: Vec<Happened>,
}

impl Model {
    fn state(&self) -> State {
        let moved = self.log.iter().rev().find_map(|happened| match happened {
            Happened::Approved => Some(State::Approved),
            Happened::Ended(state) => Some(*state),
            Happened::Reopened => Some(State::Open),
            Happened::Taken(..) | Happened::Escalated => None,
        });
        moved.unwrap_or(State::Open)
    }

    /// Who took it last, since it went on or ended.
    fn holder(&self) -> Option<(u128, OffsetDateTime)> {
        let last = self
            .log
            .iter()
            .rev()
            .find(|happened| matches!(happened, Happened::Taken(..) | Happened::Escalated | Happened::Ended(_)));
        if let Some(Happened::Taken(by, at)) = last { Some((*by, *at)) } else { None }
    }

    fn approvals(&self) -> u32 {
        u32::try_from(self.log.iter().filter(|happened| **happened == Happened::Approved).count()).unwrap()
    }

    fn told_of(&self, attempt: u32) -> Result<Heard, NeverApproved> {
        if attempt == 0 || attempt > self.approvals() {
            Err(NeverApproved)
        } else if self.state() == State::Approved && attempt == self.approvals() {
            Ok(Heard::Now)
        } else {
            Ok(Heard::Before)
        }
    }
}

fn resolution(what: u8) -> Resolution {
    match what {
        0 | 1 => Resolution::Answer,
        5 => Resolution::Reject,
        _ => Resolution::Approve(ReferenceValue { code: "1".into(), label: "x".into() }),
    }
}

fn take(ticket: &mut Ticket, model: &mut Model, by: u128, now: OffsetDateTime) -> Result<(), TestCaseError> {
    let outcome = ticket.take(decider(by), now);
    let taken_by_other = model.holder().is_some_and(|(other, at)| other != by && now < at + Duration::minutes(30));
    if by == WRITER || by == SUBJECT {
        prop_assert_eq!(outcome, Err(ClaimError::Separation(SeparationError::OnOneself)));
    } else if model.state() != State::Open {
        prop_assert_eq!(outcome, Err(ClaimError::Done(Done)));
    } else if taken_by_other {
        prop_assert_eq!(outcome, Err(ClaimError::Claimed(ClaimedByOther)));
    } else {
        prop_assert_eq!(outcome, Ok(now + Duration::minutes(30)));
        model.log.push(Happened::Taken(by, now));
    }
    Ok(())
}

fn decide(ticket: &mut Ticket, model: &mut Model, by: u128, resolution: &Resolution) -> Result<(), TestCaseError> {
    let outcome = ticket.decide(decider(by), resolution);
    let end = match resolution {
        Resolution::Answer => (!model.acts).then_some(Happened::Ended(State::Resolved)),
        Resolution::Approve(_) => model.acts.then_some(Happened::Approved),
        Resolution::Reject => Some(Happened::Ended(State::Rejected)),
    };
    let expected = if by == WRITER || by == SUBJECT {
        Err(DecideError::Separation(SeparationError::OnOneself))
    } else if model.state() != State::Open {
        Err(DecideError::Done(Done))
    } else if model.holder().is_none_or(|(holder, _)| holder != by) {
        Err(DecideError::ClaimRequired(ClaimRequired))
    } else {
        end.map(|_| ()).ok_or(DecideError::Unfit)
    };
    prop_assert_eq!(outcome, expected);
    if expected.is_ok() {
        model.log.extend(end);
        prop_assert!(ticket.refusal_code.is_none() && ticket.decided_by == Some(decider(by).person));
    }
    Ok(())
}

fn hear(ticket: &mut Ticket, model: &mut Model, attempt: u32, done: bool) -> Result<(), TestCaseError> {
    let expected = model.told_of(attempt);
    let outcome = if done { ticket.done(attempt) } else { ticket.refused(attempt, "REFERENCE_TAKEN") };
    prop_assert_eq!(outcome, expected);
    if expected == Ok(Heard::Now) {
        model.log.push(if done { Happened::Ended(State::Resolved) } else { Happened::Reopened });
        prop_assert_eq!(ticket.refusal_code.is_some(), !done);
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_ticket_moves_as_its_log_says(acts: bool, steps in steps()) {
        let (mut ticket, mut model, mut now) = (ticket(acts), Model { acts, log: vec![] }, NOON);
        for step in steps {
            let (before, ended) = (ticket.clone(), matches!(model.state(), State::Resolved | State::Rejected));
            match step {
                Step::Take(by) => take(&mut ticket, &mut model, by, now)?,
                Step::Decide(by, what) => decide(&mut ticket, &mut model, by, &resolution(what))?,
                Step::Done(attempt) => hear(&mut ticket, &mut model, attempt, true)?,
                Step::Refused(attempt) => hear(&mut ticket, &mut model, attempt, false)?,
                Step::Escalate => {
                    let overdue = model.state() == State::Open && now >= NOON + Duration::hours(2);
                    let expected = overdue && !model.log.contains(&Happened::Escalated);
                    prop_assert_eq!(ticket.escalate(now), expected);
                    if expected {
                        model.log.push(Happened::Escalated);
                    }
                }
                Step::Wait(minutes) => now += Duration::minutes(minutes),
            }
            prop_assert_eq!(ticket.state, model.state());
            prop_assert_eq!(ticket.attempt, model.approvals());
            prop_assert_eq!(ticket.claim.map(|claim| claim.by), model.holder().map(|(by, _)| decider(by).person));
            prop_assert_eq!(ticket.desk == Some(Desk::Nation), model.log.contains(&Happened::Escalated));
            if ended {
                prop_assert_eq!(ticket.clone(), before, "nothing moves after the end");
            }
        }
    }
}
