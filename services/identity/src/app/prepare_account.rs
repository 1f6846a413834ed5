//! The secrets of a reserved registration, kept before the registration is complete.

use std::time::Duration;

use chassis::vault::{DataKey, load_data_key, make_data_key};
use kernel::{AccountId, Jurisdiction, Nip, PersonId, RegistrationId, RegistrationNumber, Role};
use secrecy::{ExposeSecret as _, SecretString};

use super::App;
use crate::{
    SCHEMA,
    domain::{
        Violation,
        account::State,
        password::Known,
        secrets::{Secrets, TypedSecrets},
    },
    hashing::HashError,
    store::{
        account_secrets::{self, AccountSecrets, column},
        accounts::{self, NewAccount},
        erasures,
    },
};

/// How many accounts may share an office's address.
const SHARED_BY_AT_MOST: i64 = 20;

/// A reserved registration with what the person typed.
pub(crate) struct PrepareAccount {
    /// Also the account's id.
    pub(crate) registration_id: RegistrationId,
    /// The future login.
    pub(crate) registration_number: RegistrationNumber,
    pub(crate) person_id: PersonId,
    /// Refused inside the password, as are name and agency.
    pub(crate) nip: Nip,
    /// Name with titles.
    pub(crate) name: String,
    /// Name of the agency.
    pub(crate) agency_name: String,
    /// What the person typed.
    pub(crate) secrets: TypedSecrets,
}

/// Why the secrets were not kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PrepareAccountError {
    /// Broken rules, all of them.
    #[error("some fields break a rule")]
    Fields(Vec<Violation>),
    /// Other secrets are kept under this registration.
    #[error("other secrets under the same registration")]
    SecretsDiffer,
    /// The registration was given up or erased; this came too late.
    #[error("the registration is no more")]
    RegistrationErased,
    /// The hash queue is full.
    #[error("busy")]
    Busy(Duration),
    /// Not the person's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<HashError> for PrepareAccountError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy { retry_after } => Self::Busy(retry_after),
            HashError::Unexpected(error) => Self::Unexpected(error),
        }
    }
}

impl From<sqlx::Error> for PrepareAccountError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

/// What became of an attempt to keep.
enum Kept {
    New,
    /// Somebody was here before: compare.
    Before,
}

impl App {
    /// Keeps the secrets in state `prepared`; the same secrets again are success.
    pub(crate) async fn prepare_account(&self, command: PrepareAccount) -> Result<(), PrepareAccountError> {
        let PrepareAccount { registration_id, registration_number, person_id, nip, name, agency_name, secrets } =
            command;
        let check = move || {
            let known = Known { nip: Some(nip), name: &name, agency_name: &agency_name, username: "" };
            secrets.check(&known)
        };
        let secrets = self.hashes.run(check).await?.map_err(PrepareAccountError::Fields)?;
        let id = AccountId::from(registration_id);
        if self.find_kept(id).await?.is_some() {
            return self.compare(id, &secrets).await;
        }
        let (password_hash, answer_hash) =
            futures::try_join!(self.hashes.hash(secrets.password.clone()), self.hashes.hash(secrets.answer.clone()))?;
        let hashes = AccountSecrets { password_hash, answer_hash: Some(answer_hash), ..AccountSecrets::default() };
        match self.keep(id, registration_number, person_id, &secrets, hashes).await? {
            Kept::New => Ok(()),
            Kept::Before => self.compare(id, &secrets).await,
        }
    }

    async fn find_kept(&self, id: AccountId) -> Result<Option<AccountSecrets>, PrepareAccountError> {
        let mut connection = self.db.read().await?;
        Ok(account_secrets::find(&mut connection, id).await?)
    }

    async fn keep(
        &self,
        id: AccountId,
        number: RegistrationNumber,
        person_id: PersonId,
        secrets: &Secrets,
        hashes: AccountSecrets,
    ) -> Result<Kept, PrepareAccountError> {
        let app = self.clone();
        let email = secrets.email.clone();
        let (mother_name, question) = (secrets.mother_name.clone(), secrets.security_question.clone());
        let kept = self.db.write("prepare_account", async move |mut tx| {
            accounts::hold(&mut tx, id).await?;
            if erasures::contains(&mut tx, id).await? {
                return Err(PrepareAccountError::RegistrationErased);
            }
            let account = NewAccount {
                account_id: id,
                person_id,
                state: State::Prepared,
                role: Role::Employee,
                jurisdiction: &Jurisdiction::OwnFile,
                registration_number: Some(number.as_str()),
                username: None,
                version: 0,
            };
            let now = app.clock.now();
            if !accounts::insert(&mut tx, &account, now).await? {
                if accounts::find(&mut tx, id).await?.is_none() {
                    return Err(anyhow::anyhow!("a registration number is taken by another registration").into());
                }
                return Ok(Kept::Before);
            }
            let index = email.as_ref().map(|email| app.master.blind_index("email").of(&email.index_form()));
            if let Some(index) = &index
                && account_secrets::hold_and_count_email(&mut tx, index).await? >= SHARED_BY_AT_MOST
            {
                let text = format!("at most {SHARED_BY_AT_MOST} accounts share an address");
                return Err(PrepareAccountError::Fields(vec![("email", "EMAIL_SHARED_BY_TOO_MANY", text)]));
            }
            let key = make_data_key(&mut tx, SCHEMA, &app.master, id.as_uuid(), now).await?;
            let kept = AccountSecrets {
                email: email.map(|email| key.encrypt(column::EMAIL, email.expose())),
                email_index: index.map(|index| index.to_vec()),
                mother_name: Some(key.encrypt(column::MOTHER_NAME, mother_name.expose_secret())),
                security_question: Some(key.encrypt(column::SECURITY_QUESTION, question.expose_secret())),
                ..hashes
            };
            account_secrets::insert(&mut tx, id, &kept).await?;
            Ok(Kept::New)
        });
        kept.await
    }

    /// Whether what is kept is what came again.
    async fn compare(&self, id: AccountId, secrets: &Secrets) -> Result<(), PrepareAccountError> {
        let kept = self.find_kept(id).await?.ok_or(PrepareAccountError::RegistrationErased)?;
        let mut connection = self.db.read().await?;
        let key = load_data_key(&mut connection, SCHEMA, &self.master, id.as_uuid()).await?;
        drop(connection);
        let key = key.ok_or(PrepareAccountError::RegistrationErased)?;
        let (password, answer) = futures::try_join!(
            self.hashes.verify(secrets.password.clone(), Some(&kept.password_hash)),
            self.hashes.verify(secrets.answer.clone(), kept.answer_hash.as_deref())
        )?;
        let email = secrets.email.as_ref().map(|email| SecretString::from(email.expose()));
        let same = password.is_right()
            && answer.is_right()
            && same_text(&key, column::EMAIL, kept.email.as_deref(), email.as_ref())?
            && same_text(&key, column::MOTHER_NAME, kept.mother_name.as_deref(), Some(&secrets.mother_name))?
            && same_text(
                &key,
                column::SECURITY_QUESTION,
                kept.security_question.as_deref(),
                Some(&secrets.security_question),
            )?;
        if same { Ok(()) } else { Err(PrepareAccountError::SecretsDiffer) }
    }
}

fn same_text(
    key: &DataKey,
    column: &str,
    kept: Option<&[u8]>,
    given: Option<&SecretString>,
) -> Result<bool, PrepareAccountError> {
    let kept = kept.map(|kept| key.decrypt(column, kept)).transpose().map_err(anyhow::Error::from)?;
    Ok(kept.as_ref().map(|kept| kept.as_str()) == given.map(|given| given.expose_secret()))
}
