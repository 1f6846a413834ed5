//! The use cases: one verb, one file, one `impl App` method.

mod apply_events;
pub(crate) mod create_export;
pub(crate) mod feed;
mod feed_facts;
pub(crate) mod get_export;
pub(crate) mod get_progress;
pub(crate) mod get_rebuild;
pub(crate) mod get_statistics;
pub(crate) mod list_agency_events;
mod list_feed_keys;
pub(crate) mod ports;
pub(crate) mod projection;
pub(crate) mod read_export;
pub(crate) mod rebuild_projections;
pub(crate) mod registration_turns;

use std::sync::Arc;

use chassis::{ambient::Clock, db::Db, vault::MasterKey};

use self::{feed::Feed, ports::History};

/// What every use case works with. Cloning shares it.
#[derive(Clone)]
pub(crate) struct App {
    /// The schema's pool.
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    /// Sealed cursors come from it.
    pub(crate) master_key: MasterKey,
    /// Every event there ever was, for a rebuild.
    pub(crate) history: Arc<dyn History>,
    /// What other agencies are told.
    pub(crate) feed: Feed,
}
