//! Registering: reserve, have identity keep the secrets, complete. Each step can be taken again after a crash.

mod complete;
mod reserve;

use chassis::{uninterrupted::uninterrupted, vault::mac};
use kernel::Nip;
use metrics::counter;
use secrecy::ExposeSecret as _;
use thiserror::Error;
use tonic::Status;
use uuid::Uuid;

use super::tokens::{self, DOCUMENTS, DocumentsToken, LookupToken};
use crate::{
    app::{
        App,
        ports::{AccountsError, NewAccount, Secrets},
    },
    domain::{
        reference::campaign::NotOpen,
        registration::{Registration, State, Taken},
    },
};

pub(crate) struct Register {
    /// From the look-up.
    pub(crate) lookup_token: String,
    /// The same browser as there.
    pub(crate) browser: String,
    /// Idempotency key.
    pub(crate) request_id: Uuid,
    /// What the person typed.
    pub(crate) secrets: Secrets,
}

/// What was registered.
pub(crate) struct Registered {
    /// Completed.
    pub(crate) registration: Registration,
    /// Opens card and form for half an hour.
    pub(crate) documents_token: String,
}

/// Why nothing was registered.
#[derive(Debug, Error)]
pub(crate) enum RegisterError {
    /// Not a token of ours, or of somebody who is gone from the master data.
    #[error("look-up token invalid")]
    TokenInvalid,
    /// Older than an hour.
    #[error("look-up token expired")]
    TokenExpired,
    /// Made for another browser.
    #[error("look-up token of another browser")]
    TokenOfOtherBrowser,
    #[error(transparent)]
    NotOpen(#[from] NotOpen),
    /// The NIP has a live registration, or is about to.
    #[error("the NIP is taken")]
    Taken(Taken),
    /// The key has been used for something else.
    #[error("request id reused")]
    RequestIdReused,
    /// The reservation ended while it was being completed: the same request succeeds when sent again.
    #[error("reservation ended meanwhile")]
    ReservationEnded,
    /// What the key registered was rejected and erased: a new registration takes a new key.
    #[error("the registration of this request id is erased")]
    Erased,
    /// Identity refused, with reasons that the person may see.
    #[error("refused by identity")]
    Accounts(Status),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for RegisterError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// Registers the person behind a look-up token, once per key.
    pub(crate) async fn register(&self, command: Register) -> Result<Registered, RegisterError> {
        let token = self.open_lookup(&command)?;
        let app = self.clone();
        // From the reservation on a leaving client changes nothing: the person's next try finds what this one did. Reserving and
        // completing are a `db.write` each, and no connection is held while identity is asked. They alone would not do: a client
        // that leaves between them leaves a reservation, which keeps its NIP for minutes from whoever comes with another key.
        uninterrupted(async move { app.register_once(token, command).await }).await
    }

    fn open_lookup(&self, command: &Register) -> Result<LookupToken, RegisterError> {
        let token: LookupToken = tokens::open(&self.lookup_sealer(), &command.lookup_token)
            .map_err(|tokens::Unreadable| RegisterError::TokenInvalid)?;
        if token.has_expired(self.clock.now()) {
            return Err(RegisterError::TokenExpired);
        }
        if !token.is_of(&command.browser) {
            return Err(RegisterError::TokenOfOtherBrowser);
        }
        Ok(token)
    }

    async fn register_once(&self, token: LookupToken, command: Register) -> Result<Registered, RegisterError> {
        let fingerprint = self.fingerprint(&token, &command.secrets);
        let registration = self.reserve(token, command.request_id, fingerprint).await?;
        self.keep_secrets(&registration, command.secrets).await?;
        let registration = match registration.life.state {
            State::Reserved => self.complete(registration.registration_id).await?,
            // Sent again: the secrets have just been compared.
            _ => registration,
        };
        let documents = DocumentsToken::new(registration.registration_id, self.clock.now() + DOCUMENTS);
        let documents_token = tokens::seal(&self.documents_sealer(), &documents);
        Ok(Registered { registration, documents_token })
    }

    /// Identity hashes and keeps them, or compares them with what it keeps under this registration.
    async fn keep_secrets(&self, registration: &Registration, secrets: Secrets) -> Result<(), RegisterError> {
        let employee = &registration.employee;
        let prepared = self.accounts.prepare(NewAccount {
            registration_id: registration.registration_id,
            registration_number: registration.registration_number,
            employee_id: employee.employee_id,
            nip: employee.nip,
            name: employee.name.clone(),
            agency_name: employee.agency_name.clone(),
            secrets,
        });
        let Err(error) = prepared.await else { return Ok(()) };
        counter!("epupns_registrations_refused_total", "reason" => error.kind()).increment(1);
        match error {
            AccountsError::SecretsDiffer => Err(RegisterError::RequestIdReused),
            AccountsError::Erased => {
                if registration.life.state != State::Reserved {
                    return Err(RegisterError::Erased);
                }
                // The id is used up, not the key: with another id the same request succeeds.
                self.free_reservation(registration.registration_id).await?;
                Err(RegisterError::ReservationEnded)
            }
            AccountsError::Refused(status) => {
                // The person corrects and tries again, with this key or another: the NIP must be free for it.
                if registration.life.state == State::Reserved {
                    self.free_reservation(registration.registration_id).await?;
                }
                Err(RegisterError::Accounts(status))
            }
            // The reservation stays for the same key; without another try it lapses.
            AccountsError::Later(status) => Err(RegisterError::Accounts(status)),
            error @ (AccountsError::Unknown(_) | AccountsError::PasswordWrong) => {
                tracing::warn!(%error, "preparing an account failed");
                Err(RegisterError::Accounts(AccountsError::unavailable()))
            }
        }
    }

    /// Keyed hash of what the command says besides its secrets, so that a key cannot stand for two commands.
    fn fingerprint(&self, token: &LookupToken, secrets: &Secrets) -> [u8; 32] {
        let key = self.master_key.derive("fingerprint/register");
        let mut said = token.employee_id().as_uuid().as_bytes().to_vec();
        for part in [secrets.email.expose_secret(), secrets.security_question.expose_secret()] {
            said.extend_from_slice(&(part.len() as u64).to_be_bytes());
            said.extend_from_slice(part.as_bytes());
        }
        mac(&key, &said)
    }
}

/// The NIP on the token must be the employee's still: an import may have corrected it.
fn same_person(token: &LookupToken, nip: &Nip) -> Result<(), RegisterError> {
    if token.is_for(nip) { Ok(()) } else { Err(RegisterError::TokenInvalid) }
}
