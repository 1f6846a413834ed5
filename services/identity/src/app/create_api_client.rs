//! A client for a program of one agency.

use chassis::{
    ambient::{new_id, secret_bytes},
    audit,
    db::Tx,
};
use kernel::{AccountId, AgencyCode, Caller, Jurisdiction, Role, TextError, check_text};
use secrecy::SecretString;

use super::App;
use crate::{
    SCHEMA,
    domain::{account::State, client_secret},
    store::{
        accounts::{self, NewAccount},
        api_clients,
    },
};

const NAME: usize = 100;

/// A program to be let in.
pub(crate) struct CreateApiClient {
    pub(crate) agency: AgencyCode,
    /// What people call it.
    pub(crate) name: String,
}

/// What the operator hands over.
pub(crate) struct CreatedApiClient {
    /// Also the account's id.
    pub(crate) client_id: AccountId,
    /// Told now and never again.
    pub(crate) client_secret: SecretString,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CreateApiClientError {
    /// The name cannot be kept as it is.
    #[error(transparent)]
    Name(#[from] TextError),
    /// Not the operator's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<sqlx::Error> for CreateApiClientError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

impl App {
    /// Makes the client, open at once. Asked twice there are two: the first one's secret is lost, and it does no harm.
    pub(crate) async fn create_api_client(
        &self,
        caller: &Caller,
        command: CreateApiClient,
    ) -> Result<CreatedApiClient, CreateApiClientError> {
        check_text(&command.name, NAME)?;
        let client_secret = client_secret::write(&secret_bytes());
        let hash = client_secret::hash(&client_secret);
        let client_id = AccountId::from(new_id(&self.clock));
        let (app, actor) = (self.clone(), audit::actor(caller));
        let keep = async move |mut tx: Tx| app.keep_api_client(&mut tx, client_id, command, &hash, &actor).await;
        self.db.write("create_api_client", keep).await?;
        Ok(CreatedApiClient { client_id, client_secret })
    }

    async fn keep_api_client(
        &self,
        tx: &mut Tx,
        id: AccountId,
        command: CreateApiClient,
        secret_hash: &[u8; 32],
        actor: &str,
    ) -> anyhow::Result<()> {
        let now = self.clock.now();
        let jurisdiction = Jurisdiction::Agency(command.agency);
        let account = NewAccount {
            account_id: id,
            // A program is no person; nobody else's id is this one.
            person_id: id.as_uuid().into(),
            state: State::Open,
            role: Role::AgencySystem,
            jurisdiction: &jurisdiction,
            registration_number: None,
            username: None,
            version: 0,
        };
        anyhow::ensure!(accounts::insert(tx, &account, now).await?, "a new account's id is taken");
        api_clients::insert(tx, id, &command.name, secret_hash, actor, now).await?;
        let entry = audit::Entry {
            actor,
            action: "create_api_client",
            subject_id: Some(id.as_uuid()),
            details: serde_json::json!({ "jurisdiction": jurisdiction.to_string() }),
        };
        audit::append(tx, SCHEMA, new_id(&self.clock), now, &entry).await
    }
}
