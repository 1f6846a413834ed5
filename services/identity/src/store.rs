//! All SQL, a file per table: free functions over a connection.

pub(crate) mod access_log;
pub(crate) mod account_secrets;
pub(crate) mod accounts;
pub(crate) mod api_clients;
pub(crate) mod declared_persons;
pub(crate) mod erasures;
pub(crate) mod outgoing_mail;
pub(crate) mod rehearsals;
pub(crate) mod sessions;
