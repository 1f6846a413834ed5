//! The use cases: one verb, one file, one `impl App` method, whether it is asked for or follows from what was heard.

pub mod claim_dossier;
pub mod complete_stage;
pub mod decide_fields;
pub mod desk;
pub(crate) mod edge;
pub(crate) mod facts;
pub(crate) mod finalise_review;
pub(crate) mod follow_agencies;
pub(crate) mod follow_campaign;
pub(crate) mod follow_org_units;
pub mod get_review;
pub mod get_review_progress;
pub(crate) mod open_review;
pub(crate) mod personal_data;
pub mod ports;
pub(crate) mod purge_rehearsal;
pub mod recall_dossier;
pub mod release_dossier;
pub mod search_worklist;

use std::{fmt, sync::Arc};

use chassis::{ambient::Clock, db::Db, events::Outbox, vault::MasterKey};

use self::ports::Submissions;

/// What every use case works with. Cloning shares it.
#[derive(Clone)]
pub struct App {
    /// The schema's pool.
    pub db: Db,
    /// Where facts are told.
    pub outbox: Outbox,
    /// Time.
    pub clock: Clock,
    /// Sealed cursors come from it.
    pub master_key: MasterKey,
    /// Keeper of what was submitted: registration.
    pub submissions: Arc<dyn Submissions>,
}

/// Everything inside is a key or a handle.
impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}
