//! What is timed, by name.

use serde::Serialize;

/// One kind of request, or of a short row of requests, that is timed. The names stand in the JSON: they stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Operation {
    Registration,
    RegistrationPaced,
    ConfirmationPage,
    Confirmation,
    SignIn,
    StatusWhileHashing,
    Status,
    DossierOpened,
    DraftSave,
    DraftSavePaced,
    Submission,
    WorklistPage,
    Claim,
    Completion,
    VerificationSkpd,
    VerificationBkd,
    VerificationKanregBkn,
}

impl Operation {
    /// For people.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::RegistrationPaced => "registration at 70 % load",
            Self::ConfirmationPage => "page of waiting registrations",
            Self::Confirmation => "confirmation, up to 100 at once",
            Self::SignIn => "sign-in",
            Self::StatusWhileHashing => "status look-up during sign-ins",
            Self::Status => "status look-up",
            Self::DossierOpened => "dossier opened",
            Self::DraftSave => "draft save, one field",
            Self::DraftSavePaced => "draft save at 70 % load",
            Self::Submission => "submission",
            Self::WorklistPage => "worklist page",
            Self::Claim => "claim",
            Self::Completion => "completion of a stage",
            Self::VerificationSkpd => "stage SKPD: claim + completion",
            Self::VerificationBkd => "stage BKD: claim + completion",
            Self::VerificationKanregBkn => "stage KANREG/BKN: the same",
        }
    }
}
