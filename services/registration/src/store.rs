//! All SQL, a file per table: free functions over a connection, checked against the schema when compiled.

pub(crate) mod dossier;
pub(crate) mod master;
pub(crate) mod reference;
pub(crate) mod registration;
