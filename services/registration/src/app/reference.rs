//! The use cases of what is agreed: tables, catalogue, campaign.

pub(crate) mod catalogue_shelf;
pub(crate) mod current_campaign;
pub(crate) mod get_campaign;
pub(crate) mod put_campaign;
pub(crate) mod search_reference_values;
