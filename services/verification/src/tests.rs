//! The tests of the service: a module per verb, event or job.
#![allow(clippy::unwrap_used, reason = "what a test needs and does not get fails it, in helpers too")]

mod agencies_imported;
mod audit_trail;
mod campaign_put;
mod campaign_withdrawn;
mod claim_dossier;
mod complete_stage;
mod decide_fields;
mod dossier_submitted;
mod employee_data_applied;
mod fixtures;
mod forget_personal_data_views;
mod get_review;
mod get_review_progress;
mod harness;
mod hears;
mod org_units_imported;
mod recall_dossier;
mod recorder;
mod rehearsal_purged;
mod release_dossier;
mod search_worklist;
mod separation;
mod worklist_plans;
