//! Identity, as keeper of accounts.

use std::fmt;

use chassis::{
    grpc::{Upstream, ask, outgoing},
    reason::reason_of,
};
use futures::future::BoxFuture;
use kernel::RegistrationId;
use proto::identity::v1::{
    CheckPasswordRequest, PrepareAccountRequest, identity_service_client::IdentityServiceClient,
};
use secrecy::{ExposeSecret as _, SecretString};
use tonic::{Code, Status};

use crate::app::ports::{Accounts, AccountsError, NewAccount, Source};

/// Identity behind its door.
#[derive(Clone)]
pub(crate) struct IdentityAccounts {
    client: IdentityServiceClient<Upstream>,
}

impl fmt::Debug for IdentityAccounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentityAccounts").finish_non_exhaustive()
    }
}

impl IdentityAccounts {
    /// Over a channel.
    #[must_use]
    pub(crate) fn new(identity: Upstream) -> Self {
        Self { client: IdentityServiceClient::new(identity) }
    }
}

impl Accounts for IdentityAccounts {
    fn prepare(&self, account: NewAccount) -> BoxFuture<'_, Result<(), AccountsError>> {
        let mut client = self.client.clone();
        Box::pin(async move {
            let secrets = account.secrets;
            let request = outgoing(PrepareAccountRequest {
                registration_id: account.registration_id.to_string(),
                registration_number: account.registration_number.to_string(),
                person_id: account.employee_id.to_string(),
                nip: account.nip.expose().to_owned(),
                name: account.name,
                agency_name: account.agency_name,
                email: secrets.email.expose_secret().to_owned(),
                password: secrets.password.expose_secret().to_owned(),
                mother_name: secrets.mother_name.expose_secret().to_owned(),
                security_question: secrets.security_question.expose_secret().to_owned(),
                security_answer: secrets.security_answer.expose_secret().to_owned(),
            });
            ask(client.prepare_account(request)).await.map(drop).map_err(|status| refusal(&status))
        })
    }

    fn check_password(
        &self,
        registration: RegistrationId,
        password: SecretString,
        source: Source,
    ) -> BoxFuture<'_, Result<(), AccountsError>> {
        let mut client = self.client.clone();
        Box::pin(async move {
            let request = outgoing(CheckPasswordRequest {
                registration_id: registration.to_string(),
                password: password.expose_secret().to_owned(),
                client_key: source.client_key,
                address_key: source.address_key,
            });
            ask(client.check_password(request)).await.map(drop).map_err(|status| refusal(&status))
        })
    }
}

/// What identity's answer means here. Only what it says with a reason of ours was certainly not done.
fn refusal(status: &Status) -> AccountsError {
    match (reason_of(status).as_deref(), status.code()) {
        (Some("SECRETS_DIFFER"), _) => AccountsError::SecretsDiffer,
        (Some("REGISTRATION_ERASED"), _) => AccountsError::Erased,
        (Some("SIGN_IN_REFUSED"), _) => AccountsError::PasswordWrong,
        (Some("BUSY" | "TOO_MANY_ATTEMPTS"), _) => AccountsError::Later(passed_on(status)),
        (Some(_), Code::InvalidArgument | Code::FailedPrecondition | Code::AlreadyExists | Code::ResourceExhausted) => {
            AccountsError::Refused(passed_on(status))
        }
        (_, code) => AccountsError::Unknown(code),
    }
}

/// Code, text and details for the person; the transport's metadata stays here.
fn passed_on(status: &Status) -> Status {
    Status::with_details(status.code(), status.message(), status.details().to_vec().into())
}

#[cfg(test)]
mod tests {
    use chassis::reason::Refusal;

    use super::*;

    fn meaning(code: Code, reason: &'static str) -> AccountsError {
        refusal(&Refusal::new(code, reason, "text").into())
    }

    #[test]
    fn a_refusal_of_what_was_typed_is_certain_and_passes_on_with_its_fields() {
        let status: Status = Refusal::field("password", "PASSWORD_TOO_SHORT", "8 to 128 characters").into();
        let AccountsError::Refused(passed) = refusal(&status) else { panic!("not a refusal") };
        assert_eq!(passed.code(), Code::InvalidArgument);
        assert_eq!(passed.details(), status.details());
    }

    #[test]
    fn busy_is_neither_a_refusal_nor_an_unknown_outcome() {
        assert!(matches!(meaning(Code::ResourceExhausted, "BUSY"), AccountsError::Later(_)));
        assert!(matches!(meaning(Code::Unavailable, "BUSY"), AccountsError::Later(_)));
        assert!(matches!(meaning(Code::ResourceExhausted, "TOO_MANY_ATTEMPTS"), AccountsError::Later(_)));
    }

    #[test]
    fn wrong_password_other_secrets_and_an_erased_registration_are_told_apart() {
        assert!(matches!(meaning(Code::FailedPrecondition, "REGISTRATION_ERASED"), AccountsError::Erased));
        assert!(matches!(meaning(Code::Unauthenticated, "SIGN_IN_REFUSED"), AccountsError::PasswordWrong));
        assert!(matches!(meaning(Code::AlreadyExists, "SECRETS_DIFFER"), AccountsError::SecretsDiffer));
    }

    #[test]
    fn without_a_certain_answer_the_outcome_is_unknown() {
        for code in [Code::Unavailable, Code::DeadlineExceeded, Code::Cancelled, Code::Unknown, Code::Internal] {
            assert!(matches!(refusal(&Status::new(code, "x")), AccountsError::Unknown(_)), "{code:?}");
            assert!(matches!(meaning(code, "INTERNAL"), AccountsError::Unknown(_)), "{code:?}");
        }
        // The transport says these too: without a reason of ours nothing is certain.
        for code in [Code::ResourceExhausted, Code::InvalidArgument, Code::FailedPrecondition, Code::AlreadyExists] {
            assert!(matches!(refusal(&Status::new(code, "x")), AccountsError::Unknown(_)), "{code:?}");
        }
        let lost = Status::from_error(Box::new(std::io::Error::from(std::io::ErrorKind::ConnectionReset)));
        assert!(matches!(refusal(&lost), AccountsError::Unknown(_)));
    }
}
