//! All SQL, a file per table: free functions over a connection, checked against the schema when compiled.

pub(crate) mod agency_counters;
pub(crate) mod agency_events;
pub(crate) mod export_chunks;
pub(crate) mod export_rows;
pub(crate) mod exports;
pub(crate) mod fact_projection;
pub(crate) mod generations;
pub(crate) mod rebuild_positions;
pub(crate) mod rebuilds;
pub(crate) mod rehearsals;
pub(crate) mod view_agencies;
pub(crate) mod view_counts;
pub(crate) mod view_dossiers;
pub(crate) mod view_employees;
pub(crate) mod view_org_units;
pub(crate) mod view_registrations;
