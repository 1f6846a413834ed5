//! The tests of the service: a module per verb, event or job.
#![allow(clippy::unwrap_used, reason = "what a test needs and does not get fails it, in helpers too")]

mod check_ticket_status;
mod claim_ticket;
mod employees_imported;
mod escalate_overdue;
mod fixtures;
mod forget_personal_data_views;
mod get_ticket;
mod harness;
mod hears;
mod hostile_input;
mod list_own_tickets;
mod list_ticket_types;
mod open_ticket;
mod recorder;
mod registration_lapsed;
mod resolve_ticket;
mod route_waiting;
mod search_tickets;
mod separation;
mod stage_completed;
mod ticket_action_done;
mod ticket_action_refused;
mod waiting_plans;
