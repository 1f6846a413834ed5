//! The door of what is agreed.

pub(crate) mod get_campaign;
pub(crate) mod put_campaign;
pub(crate) mod search_reference_values;
