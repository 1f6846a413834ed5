//! The tests of the service: a module per verb or job.
#![allow(clippy::unwrap_used, reason = "what a test needs and does not get fails it, in helpers too")]

mod campaigns;
mod check_registration_status;
mod confirm_registrations;
mod find_employee;
mod fixtures;
mod free_unfinished_reservations;
mod harness;
mod import_demo_extract;
mod import_rows;
mod import_support;
mod look_up_employee;
mod recorder;
mod register;
mod render_registration_document;
mod render_registration_document_pdf;
mod seal_audit;
mod search_registration_confirmations;
