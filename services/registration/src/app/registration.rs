//! The use cases of a registration, from the look-up to the card.

pub(crate) mod check_card;
pub(crate) mod check_registration_status;
pub(crate) mod confirm_registrations;
pub(crate) mod free_reservation;
pub(crate) mod free_unfinished_reservations;
pub(crate) mod list_campaigns;
pub(crate) mod look_up_employee;
pub(crate) mod register;
pub(crate) mod render_registration_document;
pub(crate) mod search_registration_confirmations;
pub(crate) mod tokens;
pub(crate) mod withdraw_campaign;
