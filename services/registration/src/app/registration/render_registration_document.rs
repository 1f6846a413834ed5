//! Card and form as PDF, for whoever proves to be the person.

use kernel::{Nip, RegistrationId, format_card_time};
use press::{Card, Form, PrintError};
use secrecy::SecretString;
use thiserror::Error;
use tonic::Status;
use uuid::Uuid;

use super::tokens::{self, DocumentsToken};
use crate::{
    app::{
        App,
        ports::{AccountsError, Source},
    },
    domain::registration::{Registration, card_signature::SignedCard},
    store::registration::registrations,
};

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paper {
    /// Proof of registration.
    Card,
    /// To fill in by hand.
    Form,
}

/// Who asks.
pub(crate) enum Proof {
    /// Just registered.
    DocumentsToken(String),
    /// A reprint.
    NipAndPassword {
        /// P1.
        nip: Nip,
        /// P3.
        password: SecretString,
        /// From where.
        source: Source,
    },
}

/// A paper to send.
pub(crate) struct Document {
    /// PDF/UA.
    pub(crate) pdf: Vec<u8>,
    /// P0.
    pub(crate) file_name: String,
}

/// Why there is none.
#[derive(Debug, Error)]
pub(crate) enum RenderError {
    /// Not a token of ours, or the registration is gone.
    #[error("documents token invalid")]
    TokenInvalid,
    /// Older than half an hour.
    #[error("documents token expired")]
    TokenExpired,
    /// Unknown NIP and wrong password alike.
    #[error("password wrong")]
    PasswordWrong,
    /// Identity refused otherwise: too many attempts, busy.
    #[error("refused by identity")]
    Accounts(Status),
    /// Too many papers wait already.
    #[error("too many documents at once")]
    Busy,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for RenderError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<PrintError> for RenderError {
    fn from(error: PrintError) -> Self {
        match error {
            PrintError::Busy => Self::Busy,
            defect => Self::Internal(anyhow::Error::new(defect).context("typesetting")),
        }
    }
}

impl App {
    /// Prints a paper of the registration that the proof opens.
    pub(crate) async fn render_registration_document(
        &self,
        paper: Paper,
        proof: Proof,
    ) -> Result<Document, RenderError> {
        let registration = match proof {
            Proof::DocumentsToken(token) => self.registration_of_token(&token).await?,
            Proof::NipAndPassword { nip, password, source } => {
                self.registration_of_password(&nip, password, source).await?
            }
        };
        let number = registration.registration_number.as_str().to_owned();
        let (pdf, kind) = match paper {
            Paper::Card => (self.press.card(self.card_of(&registration)?).await?, "kartu"),
            Paper::Form => (self.press.form(form_of(&registration)).await?, "formulir"),
        };
        Ok(Document { pdf, file_name: format!("{kind}-registrasi-{number}.pdf") })
    }

    async fn registration_of_token(&self, token: &str) -> Result<Registration, RenderError> {
        let token: DocumentsToken =
            tokens::open(&self.documents_sealer(), token).map_err(|tokens::Unreadable| RenderError::TokenInvalid)?;
        if token.has_expired(self.clock.now()) {
            return Err(RenderError::TokenExpired);
        }
        self.load_registration(token.registration_id()).await?.ok_or(RenderError::TokenInvalid)
    }

    /// An unknown NIP costs the same: its password is compared with that of an account that does not exist, always the
    /// same one for the same NIP, so that throttles too treat it like any other.
    async fn registration_of_password(
        &self,
        nip: &Nip,
        password: SecretString,
        source: Source,
    ) -> Result<Registration, RenderError> {
        let found = {
            let mut connection = self.db.read().await?;
            registrations::find_completed_by_nip(&mut connection, nip).await?
        };
        let nobody = || Uuid::from_bytes(self.master_key.blind_index("nobody").of(nip.expose())).into();
        let account = found.unwrap_or_else(nobody);
        self.accounts.check_password(account, password, source).await.map_err(|error| match error {
            AccountsError::PasswordWrong => RenderError::PasswordWrong,
            AccountsError::Refused(status) | AccountsError::Later(status) => RenderError::Accounts(status),
            error @ AccountsError::Unknown(_) => {
                tracing::warn!(%error, "comparing a password failed");
                RenderError::Accounts(AccountsError::unavailable())
            }
            error @ (AccountsError::SecretsDiffer | AccountsError::Erased) => RenderError::Internal(error.into()),
        })?;
        self.load_registration(account).await?.ok_or(RenderError::PasswordWrong)
    }

    async fn load_registration(&self, registration: RegistrationId) -> Result<Option<Registration>, RenderError> {
        let mut connection = self.db.read().await?;
        let kept = registrations::load(&mut connection, registration).await?;
        Ok(kept.map(|kept| kept.registration).filter(|registration| registration.registered_at.is_some()))
    }

    fn card_of(&self, registration: &Registration) -> Result<Card, RenderError> {
        let registered_at = registration.registered_at.ok_or(RenderError::TokenInvalid)?;
        let signed = self.card_key.sign(&SignedCard {
            registration_number: registration.registration_number,
            registered_at: registered_at.replace_nanosecond(0).unwrap_or(registered_at),
        });
        let typed = self.public_address.split_once("://").map_or(self.public_address.as_str(), |(_, rest)| rest);
        Ok(Card {
            registration_number: registration.registration_number.to_string(),
            nip: registration.employee.nip.expose().to_owned(),
            name: registration.employee.name.clone(),
            agency: registration.employee.agency_name.clone(),
            unit: registration.employee.unit_name.clone(),
            registered_at: format_card_time(registered_at),
            status_address: format!("{typed}/status"),
            // Behind the `#`: a browser keeps it to itself.
            qr_text: format!("{}/kartu#{signed}", self.public_address),
        })
    }
}

fn form_of(registration: &Registration) -> Form {
    Form {
        registration_number: registration.registration_number.to_string(),
        nip: registration.employee.nip.expose().to_owned(),
        name: registration.employee.name.clone(),
        agency: registration.employee.agency_name.clone(),
        unit: registration.employee.unit_name.clone(),
    }
}
