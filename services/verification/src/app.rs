//! The use cases: one verb, one file, one `impl App` method, whether it is asked for or follows from what was heard.

pub(crate) mod claim_dossier;
pub(crate) mod complete_stage;
pub(crate) mod decide_fields;
pub(crate) mod desk;
pub(crate) mod edge;
pub(crate) mod facts;
pub(crate) mod finalise_review;
pub(crate) mod follow_agencies;
pub(crate) mod follow_campaign;
pub(crate) mod follow_org_units;
pub(crate) mod get_review;
pub(crate) mod get_review_progress;
pub(crate) mod open_review;
pub(crate) mod personal_data;
pub(crate) mod ports;
pub(crate) mod purge_rehearsal;
pub(crate) mod recall_dossier;
pub(crate) mod release_dossier;
pub(crate) mod search_worklist;

use std::sync::Arc;

use chassis::{ambient::Clock, db::Db, events::Outbox, vault::MasterKey};

use self::ports::Submissions;

/// What every use case works with. Cloning shares it.
#[derive(Clone)]
pub(crate) struct App {
    /// The schema's pool.
    pub(crate) db: Db,
    /// Where facts are told.
    pub(crate) outbox: Outbox,
    /// Time.
    pub(crate) clock: Clock,
    /// Sealed cursors come from it.
    pub(crate) master_key: MasterKey,
    /// Keeper of what was submitted: registration.
    pub(crate) submissions: Arc<dyn Submissions>,
}
