//! The copy of registration's agencies follows what is told of them.

use chassis::{
    agencies::{self, Agency},
    db::Tx,
};

use super::App;
use crate::SCHEMA;

impl App {
    /// Keeps agencies, of each the highest version.
    pub(crate) async fn follow_agencies(&self, tx: &mut Tx, told: Vec<Agency>) -> anyhow::Result<()> {
        Ok(agencies::keep(tx, SCHEMA, told).await?)
    }
}
