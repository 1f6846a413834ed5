//! An officer closes the stage: on to the next, back to the employee, or completed.

use chassis::{audit::Deed, db::Tx};
use kernel::{Caller, Claim, ClaimRequired, DossierId, Stage};
use metrics::counter;
use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    App,
    desk::{DeskError, Officer, check_not_closed},
};
use crate::{
    domain::{
        decision::Said,
        review::{CompleteError, Completion, Outcome, State},
    },
    store::{
        completions::{self, Completed},
        decisions::{self, Speaker},
        review_items,
        reviews::{Kept, state_name, state_of},
        stage_officers,
    },
};

/// Which stage of what is closed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CompleteStage {
    /// The command.
    pub(crate) request_id: Uuid,
    /// Which dossier.
    pub(crate) dossier_id: DossierId,
    /// The submission that was looked at.
    pub(crate) submission: u32,
    /// Every undecided due field is OK.
    pub(crate) rest_ok: bool,
}

/// Why it stays open.
#[derive(Debug, Error)]
pub(crate) enum CompleteStageError {
    /// Not within reach, or not theirs to decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The dossier was handed in again meanwhile.
    #[error("another submission is being decided")]
    Outdated,
    /// Never claimed, or taken over.
    #[error(transparent)]
    ClaimRequired(#[from] ClaimRequired),
    /// These fields are due and undecided.
    #[error("fields are undecided")]
    DecisionsMissing(Vec<String>),
    /// Somebody has completed this stage of this submission.
    #[error("this stage has been completed")]
    StageDone,
    /// The same command has completed something else.
    #[error("the command has completed another stage")]
    RequestReused,
}

impl From<sqlx::Error> for CompleteStageError {
    fn from(error: sqlx::Error) -> Self {
        DeskError::from(error).into()
    }
}

impl From<anyhow::Error> for CompleteStageError {
    fn from(error: anyhow::Error) -> Self {
        DeskError::from(error).into()
    }
}

impl App {
    /// Completes the officer's stage; where the review stands then. The same command sent again answers the same.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub(crate) async fn complete_stage(
        &self,
        officer: Officer,
        command: CompleteStage,
    ) -> Result<State, CompleteStageError> {
        let app = self.clone();
        let complete = async move |mut tx| app.complete(&mut tx, &officer, command).await;
        let (state, completed) = self.db.write("complete_stage", complete).await?;
        if let Some((stage, outcome)) = completed {
            counter!("epupns_stage_completions_total", "stage" => stage.as_str(), "outcome" => outcome).increment(1);
        }
        Ok(state)
    }

    /// Where the review stands, and what was completed now with which outcome: nothing by a command that comes again.
    async fn complete(
        &self,
        tx: &mut Tx,
        officer: &Officer,
        command: CompleteStage,
    ) -> Result<(State, Option<(Stage, &'static str)>), CompleteStageError> {
        // The row is held before the command is looked for: the same command in another task has committed by then.
        let kept = officer.hold_anywhere(tx, command.dossier_id).await?;
        let before = completions::find_by_request(tx, officer.person.person_id, command.request_id).await?;
        if let Some(before) = before {
            return answered(&before, command).map(|state| (state, None));
        }
        let mut kept = kept.ok_or(DeskError::NotFound)?;
        let stage = officer.scope.stage();
        if kept.review.completed.contains(&(command.submission, stage)) {
            return Err(CompleteStageError::StageDone);
        }
        if !officer.is_at_stage(&kept) {
            return Err(DeskError::NotFound.into());
        }
        officer.check_separation(tx, &kept).await?;
        if kept.review.submission != command.submission {
            return Err(CompleteStageError::Outdated);
        }
        let now = self.clock.now();
        check_not_closed(tx, &kept, now).await?;
        Claim::renew(kept.claim, officer.person.person_id, officer.person.account_id, now)?;
        let said = decisions::latest(tx, command.dossier_id, command.submission, stage).await?;
        let completion = kept.review.complete(&said, command.rest_ok).map_err(|error| match error {
            CompleteError::Missing(keys) => CompleteStageError::DecisionsMissing(keys),
            CompleteError::NotOpen => DeskError::NotFound.into(),
        })?;
        self.keep_completion(tx, officer, command, &mut kept, &completion, now).await?;
        Ok((kept.review.state, Some((stage, outcome_name(&completion.outcome)))))
    }

    async fn keep_completion(
        &self,
        tx: &mut Tx,
        officer: &Officer,
        command: CompleteStage,
        kept: &mut Kept,
        completion: &Completion,
        now: OffsetDateTime,
    ) -> Result<(), CompleteStageError> {
        let (dossier_id, person_id, stage) = (command.dossier_id, officer.person.person_id, completion.stage);
        stage_officers::keep(tx, dossier_id, kept.subject.person_id, stage, person_id).await?;
        let completed = Completed {
            dossier_id,
            submission: command.submission,
            stage,
            by: person_id,
            request_id: command.request_id,
            rest_ok: command.rest_ok,
            at: now,
            state: state_name(kept.review.state).to_owned(),
            next_stage: kept.review.stage(),
        };
        if !completions::keep(tx, &completed).await? {
            return Err(CompleteStageError::RequestReused);
        }
        let speaker = Speaker { dossier_id, submission: command.submission, stage, person_id, at: now };
        let passed: Vec<_> = completion.passed.iter().map(|key| (key.clone(), Said::OK)).collect();
        decisions::append(tx, &speaker, &passed).await?;
        if let Outcome::Returned(items) = &completion.outcome {
            let keys: Vec<_> = items.iter().map(|item| item.key.clone()).collect();
            review_items::send_back(tx, dossier_id, &keys).await?;
        }
        self.tell_completion(tx, kept, completion, person_id.to_string(), now).await?;
        let by = Caller::Person(officer.person.clone());
        let deed = Deed { by: &by, action: "complete_stage", at: now };
        Ok(self.keep_moved(tx, kept, Some(State::Open(stage)), deed).await?)
    }
}

/// What the same command has brought about before.
fn answered(before: &Completed, command: CompleteStage) -> Result<State, CompleteStageError> {
    let said = (command.dossier_id, command.submission, command.rest_ok);
    if (before.dossier_id, before.submission, before.rest_ok) != said {
        return Err(CompleteStageError::RequestReused);
    }
    let state = state_of(&before.state, before.next_stage);
    state.ok_or_else(|| anyhow::anyhow!("a completion left no state").into())
}

fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Next(_) => "next",
        Outcome::Returned(_) => "returned",
        Outcome::Completed { .. } => "completed",
    }
}
