//! All SQL, a file per table: free functions over a connection, checked against the schema when compiled.

pub mod agency_counters;
pub mod agency_events;
pub mod export_chunks;
pub mod export_rows;
pub mod exports;
pub mod fact_projection;
pub mod generations;
pub mod rebuild_positions;
pub mod rebuilds;
pub mod rehearsals;
pub mod view_agencies;
pub mod view_counts;
pub mod view_dossiers;
pub mod view_employees;
pub mod view_org_units;
pub mod view_registrations;
