//! The tests of the service: a module per verb, event or job.
#![allow(clippy::unwrap_used, reason = "what a test needs and does not get fails it, in helpers too")]

mod audit_trail;
mod campaign_events;
mod claim_dossier;
mod complete_stage;
mod decide_fields;
mod dossier_events;
mod fixtures;
mod forget_personal_data_views;
mod get_review;
mod get_review_progress;
mod harness;
mod on_rehearsal_purged;
mod organisation_events;
mod recall_dossier;
mod recorder;
mod release_dossier;
mod search_worklist;
mod separation;
mod worklist_plans;
