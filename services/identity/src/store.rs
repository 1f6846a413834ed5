//! All SQL, a file per table: free functions over a connection.

pub mod access_log;
pub mod account_secrets;
pub mod accounts;
pub mod api_clients;
pub mod declared_persons;
pub mod erasures;
pub mod outgoing_mail;
pub mod rehearsals;
pub mod sessions;
