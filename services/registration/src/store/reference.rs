//! The tables of what is agreed.

pub(crate) mod campaigns;
pub(crate) mod catalogue;
pub(crate) mod reference_values;
