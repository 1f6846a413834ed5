//! Domain values and refusals as messages show them.

use std::time::Duration;

use chassis::{
    reason::{Refusal, internal},
    wire::{self, timestamp},
};
use kernel::{Coded as _, Stage};
use proto::{registration::v1 as registration, verification::v1 as pb};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tonic::{Code, Status};

use crate::{
    app::{
        desk::{DeskError, Officer},
        ports::SubmissionsError,
    },
    domain::decision::{Reason, Verdict},
    store::{decisions::Spoken, worklist::Entry},
};

/// A line of the list, as an officer sees it at an instant.
pub(super) fn entry(entry: Entry, officer: &Officer, at: OffsetDateTime) -> pb::WorklistEntry {
    let claimed = entry.claim_expires_at.is_some_and(|expires_at| at < expires_at);
    pb::WorklistEntry {
        dossier_id: entry.dossier_id.to_string(),
        registration_number: entry.registration_number,
        nip: entry.nip,
        name: entry.name,
        agency_name: entry.agency_name,
        unit_name: entry.unit_name,
        stage: wire::stage(officer.scope.stage()).into(),
        submission: entry.submission.unsigned_abs(),
        due_fields: entry.due_fields.unsigned_abs(),
        marked_fields: entry.marked_fields.unsigned_abs(),
        submitted_at: Some(timestamp(entry.submitted_at)),
        due_at: Some(timestamp(entry.due_at)),
        claimed,
        claimed_by_me: claimed && entry.claimed_by == Some(officer.person.person_id.as_uuid()),
    }
}

/// What a stage said of a field.
pub(super) fn verdict(spoken: Spoken) -> pb::StageVerdict {
    let verdict = match spoken.said.verdict {
        Verdict::Ok => pb::Verdict::Ok,
        Verdict::Return(_) => pb::Verdict::Return,
        Verdict::Reject(_) => pb::Verdict::Reject,
    };
    pb::StageVerdict {
        stage: wire::stage(spoken.stage).into(),
        verdict: verdict.into(),
        reason_code: spoken.said.verdict.reason().map(Reason::code).unwrap_or_default().to_owned(),
        note: spoken.said.note,
        submission: spoken.submission,
        decided_at: Some(timestamp(spoken.decided_at)),
    }
}

/// The stage that decides, or unspecified.
pub(super) fn stage(stage: Option<Stage>) -> i32 {
    stage.map_or(registration::Stage::Unspecified, wire::stage).into()
}

/// An officer does not get to a dossier.
pub(super) fn desk_refused(error: DeskError) -> Status {
    match error {
        DeskError::NotFound => dossier_not_found(),
        DeskError::Separation(error) => Refusal::new(Code::PermissionDenied, error.code(), error.to_string()).into(),
        DeskError::Closed { closed_at } => {
            Refusal::new(Code::FailedPrecondition, "VERIFICATION_CLOSED", "verification has closed")
                .with("closed_at", closed_at.format(&Rfc3339).unwrap_or_default())
                .into()
        }
        DeskError::Internal(error) => internal(&error),
    }
}

/// Another submission than the one that was looked at is being decided.
pub(super) fn outdated() -> Status {
    Refusal::new(Code::FailedPrecondition, "SUBMISSION_OUTDATED", "the dossier was handed in again meanwhile").into()
}

/// Only who has claimed a dossier decides it.
pub(super) fn claim_required() -> Status {
    Refusal::new(
        Code::FailedPrecondition,
        "CLAIM_REQUIRED",
        "claim the dossier first; the claim was never held or is lost",
    )
    .into()
}

/// Registration did not tell.
pub(super) fn submissions_refused(error: SubmissionsError) -> Status {
    match error {
        SubmissionsError::NotFound => dossier_not_found(),
        SubmissionsError::PassportInvalid => SubmissionsError::passport_invalid(),
        SubmissionsError::Away(_) => SubmissionsError::unavailable(),
    }
}

/// When to ask again for what is on its way.
pub(super) const SOON: Duration = Duration::from_secs(2);

fn dossier_not_found() -> Status {
    Refusal::new(Code::NotFound, "DOSSIER_NOT_FOUND", "no such dossier waits at this stage").into()
}
