//! The use cases: one verb, one file, one `impl App` method.

pub(crate) mod add_reference_value;
mod catalogue_shelf;
pub(crate) mod check_card;
pub(crate) mod check_registration_status;
pub(crate) mod confirm_registrations;
mod dossier_file;
mod employee_ref;
mod find_employee;
mod find_submission;
mod forget_personal_data_views;
mod free_reservation;
mod free_unfinished_reservations;
mod get_campaign;
pub(crate) mod get_dossier;
pub(crate) mod get_dossier_checklist;
pub(crate) mod import_rows;
pub(crate) mod list_refused_rows;
mod list_rehearsals;
pub(crate) mod look_up_employee;
mod master_values;
pub(crate) mod open_import;
mod person_vault;
mod personal_data_viewed;
pub(crate) mod ports;
pub(crate) mod purge_rehearsal;
pub(crate) mod put_campaign;
pub(crate) mod read_submission;
pub(crate) mod register;
pub(crate) mod render_registration_document;
mod reopen_dossier;
pub(crate) mod save_dossier_fields;
pub(crate) mod search_reference_values;
pub(crate) mod search_registration_confirmations;
pub(crate) mod settle_dossier;
pub(crate) mod submit_dossier;
mod tokens;

use std::{fmt, sync::Arc};

use chassis::{
    ambient::Clock,
    budget::{Budget, Budgets},
    db::Db,
    events::Outbox,
    vault::MasterKey,
};
use kernel::NumberKey;

pub(crate) use self::catalogue_shelf::CatalogueShelf;
use self::{ports::Accounts, render_registration_document::Press};
use crate::domain::card_signature::CardKey;

/// What every use case works with. Cloning shares it.
#[derive(Clone)]
pub(crate) struct App {
    /// The schema's pool.
    pub(crate) db: Db,
    /// Where facts are told.
    pub(crate) outbox: Outbox,
    pub(crate) clock: Clock,
    /// What is counted with all replicas together.
    pub(crate) budgets: Budgets,
    /// How often one NIP can be looked up.
    pub(crate) lookup_budget: Budget,
    /// The catalogue's versions as they were read.
    pub(crate) catalogues: CatalogueShelf,
    /// Column keys, blind indexes and sealed tokens come from it.
    pub(crate) master_key: MasterKey,
    /// Turns the sequence into registration numbers.
    pub(crate) number_key: NumberKey,
    /// Signs cards.
    pub(crate) card_key: CardKey,
    pub(crate) accounts: Arc<dyn Accounts>,
    /// Prints papers.
    pub(crate) press: Press,
    /// The portal's address as people see it, without a slash at the end.
    pub(crate) public_address: String,
}

/// Everything inside is a key or a handle.
impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}
