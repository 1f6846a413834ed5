//! First factor.

use std::time::Duration as StdDuration;

use chassis::{
    ambient::{new_id, secret_bytes},
    db::Tx,
};
use kernel::{Person, RegistrationNumber, Role};
use secrecy::SecretString;
use time::{Duration, OffsetDateTime};

use super::{
    App,
    session_tokens::{BearerSession, SESSION_LIFETIME},
};
use crate::{
    domain::{
        account::{FirstFactor, judge},
        officer::parse_username,
    },
    hashing::{HashError, Verdict},
    store::{
        account_secrets,
        accounts::{self, Account},
        sessions::{self, Session},
    },
    throttle::{Attempt, PASSWORD, TooManyAttempts},
};

/// How long an officer has for the second factor.
pub(crate) const TICKET_LIFETIME: Duration = Duration::minutes(5);

/// What somebody typed.
pub(crate) struct SignIn {
    /// A registration number or a username.
    pub(crate) login: String,
    pub(crate) password: SecretString,
    /// The device, or its address where it has no name; opaque.
    pub(crate) client_key: String,
    /// The address that the door saw; opaque.
    pub(crate) address_key: String,
}

/// What comes next.
pub(crate) enum SignedIn {
    /// An employee is in.
    Session(BearerSession),
    /// An officer must prove the second factor with this ticket.
    Ticket {
        /// Sealed.
        ticket: String,
        expires_at: OffsetDateTime,
    },
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignInError {
    /// Unknown, wrong or disabled.
    #[error("refused")]
    Refused,
    /// Right, but not confirmed.
    #[error("awaiting confirmation")]
    AwaitingConfirmation,
    /// Come again later.
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    /// The hash queue is full.
    #[error("busy")]
    Busy(StdDuration),
    /// Not the person's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<HashError> for SignInError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy { retry_after } => Self::Busy(retry_after),
            HashError::Unexpected(error) => Self::Unexpected(error),
        }
    }
}

impl From<sqlx::Error> for SignInError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

/// How accounts are found; what is neither form is nobody's.
enum Login {
    Number(RegistrationNumber),
    Username(String),
    Nobody,
}

impl Login {
    fn parse(text: &str) -> Self {
        match RegistrationNumber::parse(text) {
            Ok(number) => Self::Number(number),
            Err(_) => parse_username(text).map_or(Self::Nobody, Self::Username),
        }
    }

    /// What is throttled: the account, however it was typed. All of what is nobody's is one.
    fn subject(&self) -> &str {
        match self {
            Self::Number(number) => number.as_str(),
            Self::Username(username) => username,
            Self::Nobody => "",
        }
    }
}

impl App {
    /// Lets an employee in, or an officer to the second factor. Unknown, wrong and disabled take the same work.
    pub(crate) async fn sign_in(&self, command: SignIn) -> Result<SignedIn, SignInError> {
        let login = Login::parse(&command.login);
        let (device, address) = (command.client_key.as_str(), command.address_key.as_str());
        let attempt = Attempt { limits: &PASSWORD, device, address, subject: login.subject() };
        self.throttle.take(attempt).await?;
        let account = self.find_by_login(&login).await?;
        let checked = self.check_first_factor(account, command.password).await;
        // Waiting for confirmation is no wrong guess: an office full of people who wait must not use up its own budget.
        if matches!(checked, Ok(_) | Err(SignInError::AwaitingConfirmation)) {
            self.throttle.succeed(attempt).await;
        }
        let account = checked?;
        if account.role != Role::Employee {
            let expires_at = self.clock.now() + TICKET_LIFETIME;
            let ticket = self.seal_ticket(account.account_id, device, address, expires_at);
            return Ok(SignedIn::Ticket { ticket, expires_at });
        }
        Ok(SignedIn::Session(self.begin_session(&account).await?))
    }

    async fn find_by_login(&self, login: &Login) -> anyhow::Result<Option<Account>> {
        let mut connection = self.db.read().await?;
        match login {
            Login::Number(number) => accounts::find_by_number(&mut connection, *number).await,
            Login::Username(username) => accounts::find_by_username(&mut connection, username).await,
            // No username is empty: the same question, and nobody's answer.
            Login::Nobody => accounts::find_by_username(&mut connection, "").await,
        }
    }

    /// Compares the password, and hashes it anew when its parameters are of the past.
    async fn check_first_factor(
        &self,
        account: Option<Account>,
        password: SecretString,
    ) -> Result<Account, SignInError> {
        let kept = account.as_ref().filter(|account| account.state.is_visible());
        let kept = kept.map(|account| account.password_hash.as_str());
        let verdict = self.hashes.verify(password.clone(), kept).await?;
        match (judge(account.as_ref().map(|account| account.state), verdict.is_right()), account) {
            (FirstFactor::Accepted, Some(account)) => {
                if verdict == (Verdict::Right { outdated: true }) {
                    // Later is early enough: the right password never fails for a full pool.
                    if let Err(error) = self.rehash(&account, password).await {
                        tracing::debug!(%error, "a hash stays as it was");
                    }
                }
                Ok(account)
            }
            (FirstFactor::AwaitingConfirmation, Some(_)) => Err(SignInError::AwaitingConfirmation),
            _ => Err(SignInError::Refused),
        }
    }

    async fn rehash(&self, account: &Account, password: SecretString) -> Result<(), SignInError> {
        let new = self.hashes.hash(password).await?;
        let (id, old) = (account.account_id, account.password_hash.clone());
        let rehash = async move |mut tx: Tx| account_secrets::rehash(&mut tx, id, &old, &new).await;
        Ok(self.db.write("rehash", rehash).await?)
    }

    /// A new session of an account that has proved everything it must.
    pub(super) async fn begin_session(&self, account: &Account) -> anyhow::Result<BearerSession> {
        let now = self.clock.now();
        let session = Session {
            person: Person {
                person_id: account.person_id,
                account_id: account.account_id,
                session_id: new_id(&self.clock).into(),
                role: account.role,
                jurisdiction: account.jurisdiction.clone(),
            },
            expires_at: now + SESSION_LIFETIME,
            refresh_seed: Some(secret_bytes::<32>().to_vec()),
            generation: 0,
            rotated_at: now,
        };
        let begun = session.clone();
        self.db.write("begin_session", async move |mut tx| sessions::insert(&mut tx, &begun, now).await).await?;
        self.bearer(&session)
    }
}
