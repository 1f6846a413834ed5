//! The use cases: one verb, one file, one `impl App` method.

pub mod add_reference_value;
mod catalogue_shelf;
pub mod check_card;
pub mod check_registration_status;
pub mod confirm_registrations;
mod dossier_file;
mod employee_ref;
mod find_employee;
mod find_submission;
mod forget_personal_data_views;
mod free_reservation;
mod free_unfinished_reservations;
mod get_campaign;
pub mod get_dossier;
pub mod get_dossier_checklist;
pub mod import_rows;
pub mod list_refused_rows;
mod list_rehearsals;
pub mod look_up_employee;
mod master_values;
pub mod open_import;
mod person_vault;
mod personal_data_viewed;
pub mod ports;
pub mod purge_rehearsal;
pub mod put_campaign;
pub mod read_submission;
pub mod register;
pub mod render_registration_document;
mod reopen_dossier;
pub mod save_dossier_fields;
pub mod search_reference_values;
pub mod search_registration_confirmations;
pub mod settle_dossier;
pub mod submit_dossier;
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

pub use self::catalogue_shelf::CatalogueShelf;
use self::{ports::Accounts, render_registration_document::Press};
use crate::domain::card_signature::CardKey;

/// What every use case works with. Cloning shares it.
#[derive(Clone)]
pub struct App {
    /// The schema's pool.
    pub db: Db,
    /// Where facts are told.
    pub outbox: Outbox,
    /// Time.
    pub clock: Clock,
    /// What is counted with all replicas together.
    pub budgets: Budgets,
    /// How often one NIP can be looked up.
    pub lookup_budget: Budget,
    /// The catalogue's versions as they were read.
    pub catalogues: CatalogueShelf,
    /// Column keys, blind indexes and sealed tokens come from it.
    pub master_key: MasterKey,
    /// Turns the sequence into registration numbers.
    pub number_key: NumberKey,
    /// Signs cards.
    pub card_key: CardKey,
    /// Keeper of secrets: identity.
    pub accounts: Arc<dyn Accounts>,
    /// Prints papers.
    pub press: Press,
    /// The portal's address as people see it, without a slash at the end.
    pub public_address: String,
}

/// Everything inside is a key or a handle.
impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}
