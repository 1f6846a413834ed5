//! All SQL, a file per table: free functions over a connection, checked against the schema when compiled.

pub mod agencies;
pub mod overdue;
pub mod personal_data_views;
pub mod registrations;
pub mod report_numbers;
pub mod resolutions;
pub mod scope;
pub mod statuses;
pub mod ticket_types;
pub mod tickets;
pub mod unrouted;
pub mod waiting;
