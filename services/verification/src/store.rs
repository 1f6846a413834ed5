//! All SQL, a file per table: free functions over a connection, checked against the schema when compiled.

pub(crate) mod campaigns;
pub(crate) mod completions;
pub(crate) mod decisions;
pub(crate) mod org_units;
pub(crate) mod rehearsals;
pub(crate) mod review_items;
pub(crate) mod reviews;
pub(crate) mod stage_officers;
pub(crate) mod stage_policies;
pub(crate) mod worklist;
