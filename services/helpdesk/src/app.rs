//! The use cases: one verb, one file, one `impl App` method, whether it is asked for or follows from what was heard.

pub(crate) mod attempts;
pub mod check_ticket_status;
pub mod claim_ticket;
pub mod desk;
pub(crate) mod edge;
pub(crate) mod finish_ticket;
pub(crate) mod follow_agencies;
pub(crate) mod follow_dossier;
pub(crate) mod follow_employees;
pub(crate) mod follow_registration;
pub(crate) mod forget_registration;
pub mod get_ticket;
pub mod list_own_tickets;
pub mod list_ticket_types;
pub mod open_ticket;
pub(crate) mod personal_data;
pub mod ports;
pub(crate) mod purge_rehearsal;
pub(crate) mod receipt;
pub(crate) mod reopen_ticket;
pub mod resolve_ticket;
pub(crate) mod routing;
pub mod search_tickets;
pub mod status;
pub(crate) mod writing;

use std::{fmt, sync::Arc};

use chassis::{
    ambient::Clock,
    budget::{Budgets, LocalBudgets},
    db::Db,
    events::Outbox,
    vault::MasterKey,
};
use kernel::NumberKey;

use self::ports::Employees;

/// What every use case works with. Cloning shares it.
#[derive(Clone)]
pub struct App {
    /// The schema's pool.
    pub db: Db,
    /// Where facts are told.
    pub outbox: Outbox,
    /// Time.
    pub clock: Clock,
    /// Data keys, receipt secrets and sealed cursors come from it.
    pub master_key: MasterKey,
    /// Turns the sequence into report numbers.
    pub number_key: NumberKey,
    /// What is counted with all replicas together.
    pub budgets: Budgets,
    /// What this process counts alone while it cannot see them.
    pub local_budgets: LocalBudgets,
    /// Keeper of the master data: registration.
    pub employees: Arc<dyn Employees>,
}

/// Everything inside is a key or a handle.
impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}
