//! Where people belong follows the master data: tickets about whoever has registered go to the agency of today.

use chassis::db::Tx;
use uuid::Uuid;

use super::App;
use crate::store::registrations;

/// People and the agencies that they belong to now: one place in each list for each of them.
#[derive(Debug, Default)]
pub(crate) struct FollowEmployees {
    pub(crate) people: Vec<Uuid>,
    /// To which agencies.
    pub(crate) agency_codes: Vec<String>,
    /// By which versions of their rows.
    pub(crate) versions: Vec<i64>,
}

impl App {
    /// Moves whoever has registered, of each by the highest version of their row.
    pub(crate) async fn follow_employees(&self, tx: &mut Tx, told: &FollowEmployees) -> anyhow::Result<()> {
        Ok(registrations::move_people(tx, &told.people, &told.agency_codes, &told.versions).await?)
    }
}
