//! Asking for a file; a job writes it.

use chassis::{
    ambient::new_id,
    audit::{self, Entry},
    db::Tx,
};
use kernel::{AgencyCode, Person};
use serde_json::json;
use thiserror::Error;
use uuid::Uuid;

use super::App;
use crate::{
    SCHEMA,
    domain::export::{AT_ONCE, Kind, LIFE, State},
    store::{
        exports::{self, Export},
        fact_projection, view_registrations,
    },
};

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct CreateExport {
    /// Idempotency key.
    pub(crate) request_id: Uuid,
    /// What the file holds.
    pub(crate) kind: Kind,
    /// None for the latest.
    pub(crate) campaign: Option<String>,
    /// Only this agency; none for the whole jurisdiction.
    pub(crate) agency: Option<AgencyCode>,
}

/// Why there is no file.
#[derive(Debug, Error)]
pub(crate) enum CreateExportError {
    /// The same key asked for another file.
    #[error("the key belongs to another command")]
    RequestIdReused,
    /// This person has enough files waiting.
    #[error("too many exports")]
    TooMany,
    /// Unexpected.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for CreateExportError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// Keeps the order for a file with the person's jurisdiction as it is now. The same key again answers as before.
    pub(crate) async fn create_export(
        &self,
        person: &Person,
        command: CreateExport,
    ) -> Result<Export, CreateExportError> {
        let (app, person) = (self.clone(), person.clone());
        self.db.write("create_export", async move |mut tx| app.keep_export(&mut tx, &person, command).await).await
    }

    async fn keep_export(
        &self,
        tx: &mut Tx,
        person: &Person,
        command: CreateExport,
    ) -> Result<Export, CreateExportError> {
        let person_id = person.person_id.as_uuid();
        exports::lock_person(tx, person_id).await?;
        if let Some(known) = exports::find_by_request(tx, person_id, command.request_id).await? {
            return if is_same(&command, &known) { Ok(known) } else { Err(CreateExportError::RequestIdReused) };
        }
        if exports::count_unfinished(tx, person_id).await? >= AT_ONCE {
            return Err(CreateExportError::TooMany);
        }
        let campaign = match command.campaign {
            Some(code) => code,
            None => {
                let generation = fact_projection::current(tx).await?;
                view_registrations::latest_campaign(tx, generation).await?.unwrap_or_default()
            }
        };
        let now = self.clock.now();
        let export = Export {
            export_id: new_id(&self.clock),
            person_id,
            kind: command.kind,
            campaign_code: campaign,
            jurisdiction: person.jurisdiction.to_string(),
            agency_code: command.agency.map(|code| code.to_string()),
            state: State::Waiting,
            created_at: now,
            expires_at: now + LIFE,
            place: None,
            rows: 0,
            bytes: 0,
            chunks: 0,
            sha256: None,
        };
        exports::insert(tx, &export, command.request_id).await?;
        let entry = Entry {
            actor: &format!("person:{}", person.person_id),
            action: "create_export",
            subject_id: Some(export.export_id),
            details: json!({
                "kind": export.kind.as_str(),
                "campaign": export.campaign_code,
                "role": person.role.as_str(),
                "jurisdiction": export.jurisdiction,
                "agency": export.agency_code,
                "request": command.request_id,
            }),
        };
        audit::append(tx, SCHEMA, new_id(&self.clock), now, &entry).await?;
        Ok(export)
    }
}

fn is_same(command: &CreateExport, known: &Export) -> bool {
    command.kind == known.kind
        && command.agency.as_ref().map(AgencyCode::as_str) == known.agency_code.as_deref()
        && command.campaign.as_ref().is_none_or(|code| *code == known.campaign_code)
}
