//! Registration, as keeper of dossiers with their values. It is asked with the passport of whoever asks us, readdressed by
//! identity, so that it shows what that person may see and nothing more.

use chassis::{
    grpc::{Upstream, ask, outgoing, outgoing_as},
    reason::reason_of,
};
use futures::future::BoxFuture;
use kernel::{DossierId, ServiceName};
use proto::{
    identity::v1::{ExchangePassportRequest, identity_service_client::IdentityServiceClient},
    registration::v1::{
        FindSubmissionRequest, ReadSubmissionRequest, SubmittedField, dossier_service_client::DossierServiceClient,
    },
};
use tonic::Status;

use crate::app::ports::{Submissions, SubmissionsError};

/// The largest answer: a dossier of 1,000 long fields fits.
const ANSWER: usize = 4 << 20;

/// Registration behind its door, and identity, who readdresses passports.
#[derive(Clone)]
pub(crate) struct RegistrationSubmissions {
    identity: IdentityServiceClient<Upstream>,
    dossiers: DossierServiceClient<Upstream>,
}

impl RegistrationSubmissions {
    /// Over two channels.
    #[must_use]
    pub(crate) fn new(identity: Upstream, registration: Upstream) -> Self {
        Self {
            identity: IdentityServiceClient::new(identity),
            dossiers: DossierServiceClient::new(registration).max_decoding_message_size(ANSWER),
        }
    }

    async fn exchanged(&self, passport: &str) -> Result<String, SubmissionsError> {
        let request = outgoing(ExchangePassportRequest {
            passport: passport.to_owned(),
            audience: ServiceName::Registration.as_str().to_owned(),
        });
        let answer = ask(self.identity.clone().exchange_passport(request)).await;
        Ok(answer.map_err(|status| refusal(&status))?.passport)
    }
}

impl Submissions for RegistrationSubmissions {
    fn read<'a>(
        &'a self,
        passport: &'a str,
        dossier: DossierId,
        submission: u32,
    ) -> BoxFuture<'a, Result<Vec<SubmittedField>, SubmissionsError>> {
        Box::pin(async move {
            let passport = self.exchanged(passport).await?;
            let request = ReadSubmissionRequest { dossier_id: dossier.to_string(), submission };
            let answer = ask(self.dossiers.clone().read_submission(outgoing_as(request, &passport))).await;
            Ok(answer.map_err(|status| refusal(&status))?.fields)
        })
    }

    fn submitted<'a>(&'a self, passport: &'a str) -> BoxFuture<'a, Result<Option<(DossierId, u32)>, SubmissionsError>> {
        Box::pin(async move {
            let passport = self.exchanged(passport).await?;
            let request = outgoing_as(FindSubmissionRequest {}, &passport);
            let answer = ask(self.dossiers.clone().find_submission(request)).await;
            let found = answer.map_err(|status| refusal(&status))?;
            Ok(DossierId::parse(&found.dossier_id).ok().map(|dossier| (dossier, found.submission)))
        })
    }
}

/// What a refusal means here. Only what is said with a reason of ours is certain.
fn refusal(status: &Status) -> SubmissionsError {
    match (reason_of(status).as_deref(), status.code()) {
        (Some("DOSSIER_NOT_FOUND"), _) => SubmissionsError::NotFound,
        (Some("PASSPORT_INVALID"), _) => SubmissionsError::PassportInvalid,
        (_, code) => SubmissionsError::Away(code),
    }
}

#[cfg(test)]
mod tests {
    use chassis::reason::Refusal;
    use tonic::Code;

    use super::*;

    #[test]
    fn only_what_registration_says_itself_is_certain() {
        let said = |code, reason| refusal(&Refusal::new(code, reason, "text").into());
        assert!(matches!(said(Code::NotFound, "DOSSIER_NOT_FOUND"), SubmissionsError::NotFound));
        assert!(matches!(said(Code::Unauthenticated, "PASSPORT_INVALID"), SubmissionsError::PassportInvalid));
        for code in [Code::NotFound, Code::Unauthenticated, Code::Unavailable, Code::Internal] {
            assert!(matches!(refusal(&Status::new(code, "x")), SubmissionsError::Away(_)), "{code:?}");
        }
    }
}
