//! What people write is kept sealed, under a key of the ticket alone: forgetting the key erases it.

use anyhow::Context as _;
use chassis::vault::{DataKey, load_data_key, make_data_key};
use kernel::TicketId;
use sqlx::PgConnection;

use super::App;
use crate::{
    SCHEMA,
    domain::{
        answers::{Answers, Text},
        ticket_type::Field,
    },
    store::tickets::Sealed,
};

const TEXT: &str = "text";
const ANSWERS: &str = "answers";
const NOTE: &str = "note";

/// The key of what was written about a ticket; `None` inside once it is erased.
pub(crate) struct Writing(Option<DataKey>);

impl App {
    /// The key for a new ticket, or a held one.
    pub(crate) async fn make_writing(
        &self,
        connection: &mut PgConnection,
        ticket: TicketId,
    ) -> anyhow::Result<DataKey> {
        make_data_key(connection, SCHEMA, &self.master_key, ticket.as_uuid(), self.clock.now()).await
    }

    /// The key to read with.
    pub(crate) async fn writing(&self, connection: &mut PgConnection, ticket: TicketId) -> anyhow::Result<Writing> {
        Ok(Writing(load_data_key(connection, SCHEMA, &self.master_key, ticket.as_uuid()).await?))
    }
}

/// Seals what a writer wrote.
pub(crate) fn seal(key: &DataKey, text: &Text, answers: &Answers) -> anyhow::Result<Sealed> {
    let answers: Vec<(&str, &str)> = answers.expose().map(|(field, value)| (field.as_str(), value)).collect();
    Ok(Sealed {
        text: key.encrypt(TEXT, text.expose()),
        answers: key.encrypt(ANSWERS, &serde_json::to_string(&answers)?),
    })
}

/// Seals an officer's note.
pub(crate) fn seal_note(key: &DataKey, note: &str) -> Vec<u8> {
    key.encrypt(NOTE, note)
}

impl Writing {
    /// The text; empty once it is erased.
    pub(crate) fn text(&self, sealed: &Sealed) -> anyhow::Result<String> {
        self.open(TEXT, &sealed.text)
    }

    /// The answers; none once they are erased.
    pub(crate) fn answers(&self, sealed: &Sealed) -> anyhow::Result<Answers> {
        let text = self.open(ANSWERS, &sealed.answers)?;
        if text.is_empty() {
            return Ok(Answers::default());
        }
        let told: Vec<(String, String)> = serde_json::from_str(&text)?;
        let read = |(name, value): (String, String)| Some((Field::parse(&name)?, value));
        let answers: Option<Vec<_>> = told.into_iter().map(read).collect();
        Ok(Answers::kept(answers.context("a kept answer is to no question")?))
    }

    /// An officer's note; empty when there is none, or it is erased.
    pub(crate) fn note(&self, sealed: Option<&[u8]>) -> anyhow::Result<String> {
        sealed.map_or_else(|| Ok(String::new()), |sealed| self.open(NOTE, sealed))
    }

    fn open(&self, column: &str, sealed: &[u8]) -> anyhow::Result<String> {
        let Some(key) = &self.0 else { return Ok(String::new()) };
        Ok(key.decrypt(column, sealed)?.as_str().to_owned())
    }
}
