//! Somebody was shown personal data of others: a line in the access log of each of those.

use anyhow::Context as _;
use chassis::db::Tx;
use kernel::PersonId;
use time::OffsetDateTime;
use uuid::Uuid;

use super::App;
use crate::store::{
    access_log::{self, Viewing},
    accounts,
};

/// What was shown to whom, as whoever showed it tells.
pub(crate) struct LogViewing {
    /// Of the event that told it: heard again, it adds no line.
    pub(crate) event_id: Uuid,
    /// Who looked: a person, whichever of their accounts it was.
    pub(crate) viewer_id: PersonId,
    pub(crate) subjects: Vec<PersonId>,
    pub(crate) field_group: String,
    pub(crate) purpose: String,
    pub(crate) viewed_at: OffsetDateTime,
}

impl App {
    /// Keeps the lines in the caller's transaction, with what the viewer was at that time.
    ///
    /// # Errors
    /// The viewer has no account. Every passport comes from one kept here: people look into what contradicts that.
    pub(crate) async fn log_viewing(&self, tx: &mut Tx, seen: &LogViewing) -> anyhow::Result<()> {
        let office = accounts::find_office(tx, seen.viewer_id, seen.viewed_at).await?;
        let (role, jurisdiction) = office.context("somebody without an account was shown personal data")?;
        let subjects: Vec<_> = seen.subjects.iter().map(|subject| subject.as_uuid()).collect();
        let viewing = Viewing {
            event_id: seen.event_id,
            subjects: &subjects,
            viewer_id: seen.viewer_id,
            role,
            jurisdiction: &jurisdiction,
            field_group: &seen.field_group,
            purpose: &seen.purpose,
            viewed_at: seen.viewed_at,
        };
        Ok(access_log::insert(tx, &viewing).await?)
    }
}
