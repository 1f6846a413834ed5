//! What leaves the process and is not Postgres.

use std::time::Duration;

use chassis::reason::Refusal;
use futures::future::BoxFuture;
use kernel::DossierId;
use proto::registration::v1::SubmittedField;
use tonic::{Code, Status};

/// Keeper of dossiers with their values: registration. Asked on behalf of whoever asks us, by their passport.
pub(crate) trait Submissions: Send + Sync {
    /// The fields of a frozen submission, with values (P1, P2), in the catalogue's order.
    fn read<'a>(
        &'a self,
        passport: &'a str,
        dossier: DossierId,
        submission: u32,
    ) -> BoxFuture<'a, Result<Vec<SubmittedField>, SubmissionsError>>;

    /// The employee's own dossier and the number of its submission, while it is submitted; `None` otherwise.
    fn submitted<'a>(&'a self, passport: &'a str) -> BoxFuture<'a, Result<Option<(DossierId, u32)>, SubmissionsError>>;
}

/// Why registration did not tell.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SubmissionsError {
    /// Nothing that this person may see.
    #[error("no such submission for this person")]
    NotFound,
    /// The passport ran out on the way.
    #[error("the passport is not valid any more")]
    PassportInvalid,
    /// No answer, or an outage.
    #[error("no answer: {0:?}")]
    Away(Code),
}

impl SubmissionsError {
    /// What the person is told when it is not about the dossier: to come again.
    #[must_use]
    pub(crate) fn unavailable() -> Status {
        Refusal::new(Code::Unavailable, "UNAVAILABLE", "a part of the system is away")
            .retry_after(Duration::from_secs(2))
            .into()
    }

    /// The session has ended while we asked.
    #[must_use]
    pub(crate) fn passport_invalid() -> Status {
        Refusal::new(Code::Unauthenticated, "PASSPORT_INVALID", "no valid passport").into()
    }
}
