//! The door of registrations.

pub(crate) mod check_card;
pub(crate) mod check_registration_status;
pub(crate) mod confirm_registrations;
pub(crate) mod list_campaigns;
pub(crate) mod look_up_employee;
pub(crate) mod read;
pub(crate) mod register;
pub(crate) mod render_registration_document;
pub(crate) mod search_registration_confirmations;
pub(crate) mod show;
pub(crate) mod withdraw_campaign;
