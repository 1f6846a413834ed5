//! A file on its way to registration: cut into chunks, sent, gone on with after whatever broke it off.

mod chunks;
mod refused_report;
mod upload;

pub use self::{
    refused_report::write_report,
    upload::{Totals, upload},
};
