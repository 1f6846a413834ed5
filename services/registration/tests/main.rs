//! The tests of the service: a module per verb or job.
#![allow(clippy::unwrap_used, reason = "what a test needs and does not get fails it, in helpers too")]

mod check_card;
mod check_registration_status;
mod confirm_registrations;
mod dossier_desk;
mod find_employee;
mod fixtures;
mod forget_personal_data_views;
mod free_unfinished_reservations;
mod get_campaign;
mod get_dossier;
mod get_dossier_checklist;
mod harness;
mod import_demo_extract;
mod import_organisation;
mod import_reference;
mod import_rows;
mod import_support;
mod list_refused_rows;
mod look_up_employee;
mod on_dossier_completed;
mod on_dossier_recalled;
mod on_dossier_returned;
mod open_import;
mod put_campaign;
mod read_submission;
mod recorder;
mod register;
mod render_registration_document;
mod render_registration_document_pdf;
mod save_dossier_fields;
mod search_reference_values;
mod search_registration_confirmations;
mod submit_dossier;
