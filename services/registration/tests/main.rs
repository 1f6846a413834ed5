//! The tests of the service: a module per verb or job.
#![allow(clippy::unwrap_used, reason = "what a test needs and does not get fails it, in helpers too")]

mod check_card;
mod check_registration_status;
mod confirm_registrations;
mod find_employee;
mod fixtures;
mod free_unfinished_reservations;
mod get_campaign;
mod harness;
mod import_demo_extract;
mod import_rows;
mod import_support;
mod list_refused_rows;
mod look_up_employee;
mod open_import;
mod put_campaign;
mod recorder;
mod register;
mod render_registration_document;
mod render_registration_document_pdf;
mod search_registration_confirmations;
