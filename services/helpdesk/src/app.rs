//! The use cases: one verb, one file, one `impl App` method, whether it is asked for or follows from what was heard.

pub(crate) mod attempts;
pub(crate) mod check_ticket_status;
pub(crate) mod claim_ticket;
pub(crate) mod desk;
pub(crate) mod edge;
pub(crate) mod finish_ticket;
pub(crate) mod follow_agencies;
pub(crate) mod follow_dossier;
pub(crate) mod follow_employees;
pub(crate) mod follow_registration;
pub(crate) mod forget_registration;
pub(crate) mod get_ticket;
pub(crate) mod list_own_tickets;
pub(crate) mod list_ticket_types;
pub(crate) mod open_ticket;
pub(crate) mod personal_data;
pub(crate) mod ports;
pub(crate) mod purge_rehearsal;
pub(crate) mod receipt;
pub(crate) mod reopen_ticket;
pub(crate) mod resolve_ticket;
pub(crate) mod routing;
pub(crate) mod search_tickets;
pub(crate) mod status;
pub(crate) mod writing;

use std::sync::Arc;

use chassis::{ambient::Clock, budget::Limiter, db::Db, events::Outbox, vault::MasterKey};
use kernel::NumberKey;

use self::ports::Employees;

/// What every use case works with. Cloning shares it.
#[derive(Clone)]
pub(crate) struct App {
    /// The schema's pool.
    pub(crate) db: Db,
    /// Where facts are told.
    pub(crate) outbox: Outbox,
    /// Time.
    pub(crate) clock: Clock,
    /// Data keys, receipt secrets and sealed cursors come from it.
    pub(crate) master_key: MasterKey,
    /// Turns the sequence into report numbers.
    pub(crate) number_key: NumberKey,
    /// What is counted with all replicas together.
    pub(crate) limiter: Limiter,
    /// Keeper of the master data: registration.
    pub(crate) employees: Arc<dyn Employees>,
}
