//! The use cases: one verb, one file, one `impl App` method.

mod apply_events;
pub mod create_export;
pub mod feed;
mod feed_facts;
pub mod get_export;
pub mod get_progress;
pub mod get_rebuild;
pub mod get_statistics;
pub mod list_agency_events;
mod list_feed_keys;
pub mod ports;
pub mod projection;
pub mod read_export;
pub mod rebuild_projections;
pub mod registration_turns;

use std::{fmt, sync::Arc};

use chassis::{ambient::Clock, db::Db, vault::MasterKey};

use self::{feed::Feed, ports::History};

/// What every use case works with. Cloning shares it.
#[derive(Clone)]
pub struct App {
    /// The schema's pool.
    pub db: Db,
    /// Time.
    pub clock: Clock,
    /// Sealed cursors come from it.
    pub master_key: MasterKey,
    /// Every event there ever was, for a rebuild.
    pub history: Arc<dyn History>,
    /// What other agencies are told.
    pub feed: Feed,
}

/// Everything inside is a key or a handle.
impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}
