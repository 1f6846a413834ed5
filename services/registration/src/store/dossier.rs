//! The tables of dossiers.

pub(crate) mod dossier_fields;
pub(crate) mod dossier_sheets;
pub(crate) mod dossiers;
pub(crate) mod submissions;
