//! An officer's account, bound to a person.

use std::time::Duration;

use chassis::{
    ambient::{new_id, secret_bytes},
    audit::{self, actor},
    db::Tx,
    events::Aggregate,
    vault::make_data_key,
};
use data_encoding::BASE64;
use kernel::{AccountId, Caller, Coded as _, Jurisdiction, Nip, PersonId, Role, check_text};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::App;
use crate::{
    SCHEMA,
    domain::{
        Violation,
        account::State,
        officer::{may_hold, parse_username},
        password::{Known, broken_rules},
        totp::{self, SECRET_LENGTH},
    },
    hashing::HashError,
    store::{
        account_secrets::{self, AccountSecrets, column},
        accounts::{self, NewAccount},
        declared_persons,
    },
    tells,
};

const DECLARED_NAME: usize = 100;

/// Who is behind the account.
pub(crate) enum Behind {
    /// An employee.
    Employee(Nip),
    /// Somebody who is none, by name: P1.
    Declared(String),
}

/// An officer to be.
pub(crate) struct EnrolOfficer {
    pub(crate) username: String,
    /// The first password.
    pub(crate) password: SecretString,
    /// What they may do.
    pub(crate) role: Role,
    pub(crate) jurisdiction: Jurisdiction,
    /// Who they are.
    pub(crate) behind: Behind,
}

/// What the operator hands over.
pub(crate) struct Enrolled {
    pub(crate) account_id: AccountId,
    pub(crate) person_id: PersonId,
    /// For the authenticator app, shown once. Secret.
    pub(crate) totp_uri: Zeroizing<String>,
}

/// Why there is no account.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EnrolOfficerError {
    /// Broken rules, all of them.
    #[error("some fields break a rule")]
    Fields(Vec<Violation>),
    /// The role cannot hold there, or not for somebody of that name.
    #[error("role and jurisdiction do not fit")]
    JurisdictionMismatch,
    /// Another account bears it; enrolling twice ends here too.
    #[error("username taken")]
    UsernameTaken,
    /// No employee has this NIP.
    #[error("no such employee")]
    PersonNotFound,
    /// The hash queue is full.
    #[error("busy")]
    Busy(Duration),
    /// Not the operator's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<HashError> for EnrolOfficerError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy { retry_after } => Self::Busy(retry_after),
            HashError::Unexpected(error) => Self::Unexpected(error),
        }
    }
}

impl From<sqlx::Error> for EnrolOfficerError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

/// Everything decided, to be kept in one transaction.
struct Decided {
    account_id: AccountId,
    person_id: PersonId,
    declared_name: Option<SecretString>,
    username: String,
    role: Role,
    jurisdiction: Jurisdiction,
    password_hash: String,
    totp_secret: Zeroizing<[u8; SECRET_LENGTH]>,
    actor: String,
}

impl App {
    /// Makes the account, open at once, with a second factor that is shown now and never again.
    pub(crate) async fn enrol_officer(
        &self,
        caller: &Caller,
        command: EnrolOfficer,
    ) -> Result<Enrolled, EnrolOfficerError> {
        let EnrolOfficer { username, password, role, jurisdiction, behind } = command;
        let officer = !matches!(role, Role::Employee | Role::AgencySystem);
        if !officer || !role.fits(&jurisdiction) {
            return Err(EnrolOfficerError::JurisdictionMismatch);
        }
        let username = parse_username(&username).ok_or_else(|| {
            let text = "3 to 64 of a-z 0-9 . _ - and no registration number".to_owned();
            EnrolOfficerError::Fields(vec![("username", "USERNAME_FORM", text)])
        })?;
        if !may_hold(&username, &jurisdiction) {
            return Err(EnrolOfficerError::JurisdictionMismatch);
        }
        let (nip, person_id, name) = match behind {
            Behind::Employee(nip) => {
                let employee = self.registration.find_employee(nip).await?.ok_or(EnrolOfficerError::PersonNotFound)?;
                (Some(nip), Some(employee.person_id), employee.name)
            }
            Behind::Declared(name) => {
                check_text(&name, DECLARED_NAME).map_err(|error| {
                    EnrolOfficerError::Fields(vec![("declared_name", error.code(), error.to_string())])
                })?;
                (None, None, name)
            }
        };
        let (typed, name_of, login) = (password.clone(), name.clone(), username.clone());
        let judge = move || {
            let known = Known { nip, name: &name_of, agency_name: "", username: &login };
            broken_rules(typed.expose_secret(), &known)
        };
        let broken = self.hashes.run(judge).await?;
        if !broken.is_empty() {
            let broken = broken.iter().map(|rule| ("password", rule.code(), rule.text().to_owned()));
            return Err(EnrolOfficerError::Fields(broken.collect()));
        }
        let decided = Decided {
            account_id: new_id(&self.clock).into(),
            declared_name: person_id.is_none().then(|| name.into()),
            person_id: person_id.unwrap_or_else(|| new_id(&self.clock).into()),
            username,
            role,
            jurisdiction,
            password_hash: self.hashes.hash(password).await?,
            totp_secret: Zeroizing::new(secret_bytes()),
            actor: actor(caller),
        };
        let app = self.clone();
        self.db.write("enrol_officer", async move |mut tx| app.keep_officer(&mut tx, decided).await).await
    }

    async fn keep_officer(&self, tx: &mut Tx, officer: Decided) -> Result<Enrolled, EnrolOfficerError> {
        let Decided { account_id, person_id, role, .. } = officer;
        let now = self.clock.now();
        let account = NewAccount {
            account_id,
            person_id,
            state: State::Open,
            role,
            jurisdiction: &officer.jurisdiction,
            registration_number: None,
            username: Some(&officer.username),
            version: 1,
        };
        if !accounts::insert(tx, &account, now).await? {
            return Err(EnrolOfficerError::UsernameTaken);
        }
        if let Some(name) = &officer.declared_name {
            let key = make_data_key(tx, SCHEMA, &self.master, person_id.as_uuid(), now).await?;
            let name = key.encrypt(declared_persons::NAME, name.expose_secret());
            declared_persons::insert(tx, person_id, &name, now).await?;
        }
        let key = make_data_key(tx, SCHEMA, &self.master, account_id.as_uuid(), now).await?;
        let secret = Zeroizing::new(BASE64.encode(&*officer.totp_secret));
        let secrets = AccountSecrets {
            password_hash: officer.password_hash,
            totp_secret: Some(key.encrypt(column::TOTP_SECRET, &secret)),
            ..AccountSecrets::default()
        };
        account_secrets::insert(tx, account_id, &secrets).await?;
        let aggregate = Aggregate { id: account_id.as_uuid(), version: 1 };
        tells::officer_enrolled(&self.outbox, tx, aggregate, person_id).await?;
        let entry = audit::Entry {
            actor: &officer.actor,
            action: "enrol_officer",
            subject_id: Some(account_id.as_uuid()),
            details: serde_json::json!({ "role": role.as_str(), "jurisdiction": officer.jurisdiction.to_string() }),
        };
        audit::append(tx, SCHEMA, new_id(&self.clock), now, &entry).await?;
        Ok(Enrolled { account_id, person_id, totp_uri: totp::uri(&officer.totp_secret, &officer.username) })
    }
}
