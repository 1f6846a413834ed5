//! All SQL, a file per table: free functions over a connection, checked against the schema when compiled.

pub(crate) mod agencies;
pub(crate) mod overdue;
pub(crate) mod registrations;
pub(crate) mod resolutions;
pub(crate) mod scope;
pub(crate) mod statuses;
pub(crate) mod ticket_types;
pub(crate) mod tickets;
pub(crate) mod unrouted;
pub(crate) mod waiting;
