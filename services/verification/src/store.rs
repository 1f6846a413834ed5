//! All SQL, a file per table: free functions over a connection, checked against the schema when compiled.

pub mod agencies;
pub mod campaigns;
pub mod completions;
pub mod decisions;
pub mod org_units;
pub mod personal_data_views;
pub mod rehearsals;
pub mod review_items;
pub mod reviews;
pub mod scope;
pub mod stage_officers;
pub mod stage_policies;
pub mod worklist;
