//! The use cases: one verb, one file, one `impl App` method.

pub(crate) mod dossier;
pub(crate) mod master;
pub(crate) mod ports;
pub(crate) mod reference;
pub(crate) mod registration;

use std::{fmt, sync::Arc};

use chassis::{
    ambient::Clock,
    budget::{Budget, Budgets},
    db::Db,
    events::Outbox,
    vault::MasterKey,
};
use kernel::NumberKey;
use press::Press;

use self::ports::Accounts;
pub(crate) use self::reference::catalogue_shelf::CatalogueShelf;
use crate::domain::registration::card_signature::CardKey;

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
