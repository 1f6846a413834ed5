//! Second factor of an officer.

use chassis::db::Tx;
use data_encoding::BASE64;
use kernel::AccountId;
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{App, session_tokens::BearerSession};
use crate::{
    domain::{
        account::State,
        totp::{self, SECRET_LENGTH},
    },
    store::{
        account_secrets::{self, column},
        accounts,
    },
    throttle::{Attempt, TOTP, TooManyAttempts},
};

/// What the officer shows.
pub(crate) struct CompleteSignIn {
    /// From the first factor.
    pub(crate) ticket: String,
    /// Six digits.
    pub(crate) code: String,
}

/// Why the officer is not in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CompleteSignInError {
    /// Wrong, or taken before.
    #[error("code refused")]
    CodeInvalid,
    /// Too late, or no ticket of ours: begin anew.
    #[error("ticket has ended")]
    TicketExpired,
    /// Come again later.
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    /// Not the person's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<sqlx::Error> for CompleteSignInError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

impl App {
    /// Lets an officer in whose code is right and was never taken.
    pub(crate) async fn complete_sign_in(&self, command: CompleteSignIn) -> Result<BearerSession, CompleteSignInError> {
        let now = self.clock.now();
        let Ticket { id, device, address } =
            self.open_ticket(&command.ticket, now).ok_or(CompleteSignInError::TicketExpired)?;
        let subject = id.to_string();
        // Where the password was typed: whoever knows that alone and guesses codes elsewhere slows only themselves.
        let attempt = Attempt { limits: &TOTP, device: &device, address: &address, subject: &subject };
        self.throttle.take(attempt).await?;
        let mut connection = self.db.read().await?;
        let account = accounts::find(&mut connection, id).await?.filter(|account| account.state == State::Open);
        let account = account.ok_or(CompleteSignInError::TicketExpired)?;
        let secret = self.totp_secret(&mut connection, id).await?;
        let last = account_secrets::last_totp_step(&mut connection, id).await?;
        drop(connection);
        let step = totp::accept(&secret, &command.code, now, last).ok_or(CompleteSignInError::CodeInvalid)?;
        if !self.take_step(id, step).await? {
            return Err(CompleteSignInError::CodeInvalid);
        }
        self.throttle.succeed(attempt).await;
        Ok(self.begin_session(&account).await?)
    }

    /// Two that come with one code at once: one gets in.
    async fn take_step(&self, id: AccountId, step: i64) -> Result<bool, sqlx::Error> {
        let take = async move |mut tx: Tx| account_secrets::take_totp_step(&mut tx, id, step).await;
        self.db.write("complete_sign_in", take).await
    }

    async fn totp_secret(
        &self,
        connection: &mut sqlx::PgConnection,
        id: AccountId,
    ) -> anyhow::Result<Zeroizing<[u8; SECRET_LENGTH]>> {
        let key = chassis::vault::load_data_key(connection, crate::SCHEMA, &self.master, id.as_uuid()).await?;
        let sealed = account_secrets::find(connection, id).await?.and_then(|secrets| secrets.totp_secret);
        let (key, sealed) = key.zip(sealed).ok_or_else(|| anyhow::anyhow!("an officer without a second factor"))?;
        let text = key.decrypt(column::TOTP_SECRET, &sealed)?;
        let bytes = Zeroizing::new(BASE64.decode(text.as_bytes())?);
        Ok(Zeroizing::new(bytes.as_slice().try_into()?))
    }

    /// A ticket: whose second factor is awaited, on which device and from where, both blind, and until when.
    pub(super) fn seal_ticket(&self, id: AccountId, device: &str, address: &str, expires_at: OffsetDateTime) -> String {
        let (device, address) = (self.throttle.blind(device), self.throttle.blind(address));
        let end = expires_at.unix_timestamp().to_be_bytes();
        self.totp_tickets().seal(&[id.as_uuid().as_bytes().as_slice(), &device, &address, &end].concat())
    }

    fn open_ticket(&self, ticket: &str, now: OffsetDateTime) -> Option<Ticket> {
        let plain = self.totp_tickets().open(ticket).ok()?;
        let (id, rest) = plain.split_first_chunk::<16>()?;
        let (device, rest) = rest.split_first_chunk::<16>()?;
        let (address, expires_at) = rest.split_first_chunk::<16>()?;
        let expires_at = i64::from_be_bytes(expires_at.try_into().ok()?);
        let ticket =
            Ticket { id: Uuid::from_bytes(*id).into(), device: BASE64.encode(device), address: BASE64.encode(address) };
        (now.unix_timestamp() < expires_at).then_some(ticket)
    }
}

/// A ticket, opened.
struct Ticket {
    id: AccountId,
    device: String,
    address: String,
}
