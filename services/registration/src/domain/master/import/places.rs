//! The organisation that an extract of employees is read against.

/// Where people can be placed: what agencies and units there are.
pub(crate) trait Places {
    /// Whether there is such an agency.
    fn has_agency(&self, code: &str) -> bool;
    /// The agency that a unit belongs to; `None` when there is no such unit.
    fn agency_of_unit(&self, code: &str) -> Option<&str>;
}
