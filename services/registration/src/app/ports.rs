//! What leaves the process and is not Postgres.

use std::{fmt, time::Duration};

use chassis::reason::Refusal;
use futures::future::BoxFuture;
use kernel::{EmployeeId, Nip, RegistrationId, RegistrationNumber};
use secrecy::SecretString;
use tonic::{Code, Status};

/// Keeper of accounts and their secrets: identity.
pub(crate) trait Accounts: Send + Sync {
    /// Keeps the secrets of a reserved registration. Idempotent by registration; other secrets are refused.
    fn prepare(&self, account: NewAccount) -> BoxFuture<'_, Result<(), AccountsError>>;

    /// Compares a password; counts as a sign-in attempt. An account that does not exist takes the same work.
    fn check_password(
        &self,
        registration: RegistrationId,
        password: SecretString,
        source: Source,
    ) -> BoxFuture<'_, Result<(), AccountsError>>;
}

/// From where somebody tries, as the door tells it: throttles are kept for it. Opaque.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The device, or its address where it has no name.
    pub(crate) client_key: String,
    /// The address that the door saw.
    pub(crate) address_key: String,
}

/// The secrets of a person on their way to identity (P2, P3): never kept here, never logged.
#[derive(Clone)]
pub(crate) struct NewAccount {
    /// Also the account's id.
    pub(crate) registration_id: RegistrationId,
    /// What the person will sign in with.
    pub(crate) registration_number: RegistrationNumber,
    /// The person.
    pub(crate) employee_id: EmployeeId,
    /// Refused inside the password, as are name and agency.
    pub(crate) nip: Nip,
    /// Name as in the master data.
    pub(crate) name: String,
    pub(crate) agency_name: String,
    /// The rest, as the person typed it.
    pub(crate) secrets: Secrets,
}

/// What the person typed.
#[derive(Clone)]
pub(crate) struct Secrets {
    /// Mail address; may be empty.
    pub(crate) email: SecretString,
    /// P3.
    pub(crate) password: SecretString,
    /// P2.
    pub(crate) mother_name: SecretString,
    /// The question for a lost password.
    pub(crate) security_question: SecretString,
    /// P3.
    pub(crate) security_answer: SecretString,
}

impl fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewAccount").field("registration_id", &self.registration_id).finish_non_exhaustive()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
    }
}

/// Why identity did not do it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AccountsError {
    /// Other secrets are kept under this registration already.
    #[error("other secrets under the same registration")]
    SecretsDiffer,
    /// The registration was erased there, for good: its account will never be.
    #[error("the registration is erased at identity")]
    Erased,
    /// The password is not that of the account, or there is no such account.
    #[error("password refused")]
    PasswordWrong,
    /// It refused what the person typed, for certain and with reasons that the person may see; nothing was kept.
    #[error("refused by identity")]
    Refused(Status),
    /// It asks to come again; nothing was done.
    #[error("identity asks to come again")]
    Later(Status),
    /// Nobody knows whether it was done: no answer, or an outage.
    #[error("identity did not answer: {0:?}")]
    Unknown(Code),
}

impl AccountsError {
    /// What a person is told while nobody knows: the same request may be sent again.
    #[must_use]
    pub(crate) fn unavailable() -> Status {
        Refusal::new(Code::Unavailable, "UNAVAILABLE", "a part of the system is away")
            .retry_after(Duration::from_secs(2))
            .into()
    }

    /// Stable name, for metrics.
    #[must_use]
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::SecretsDiffer => "secrets_differ",
            Self::Erased => "erased",
            Self::PasswordWrong => "password_wrong",
            Self::Refused(_) => "refused",
            Self::Later(_) => "later",
            Self::Unknown(_) => "unknown",
        }
    }
}
