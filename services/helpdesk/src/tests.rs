//! The tests of the service: a module per verb, event or job.
#![allow(clippy::unwrap_used, reason = "what a test needs and does not get fails it, in helpers too")]

mod check_ticket_status;
mod claim_ticket;
mod escalate_overdue;
mod fixtures;
mod forget_personal_data_views;
mod get_ticket;
mod harness;
mod hostile_input;
mod list_own_tickets;
mod list_ticket_types;
mod open_ticket;
mod recorder;
mod registration_events;
mod resolve_ticket;
mod route_waiting;
mod search_tickets;
mod separation;
mod ticket_action_events;
mod waiting_plans;
