//! What the master data says of agencies, units and people, as far as reports need it. Each row has a version: the highest
//! counts.

use uuid::Uuid;

/// An agency.
pub(crate) struct Agency {
    /// National code.
    pub(crate) code: String,
    pub(crate) name: String,
    /// Of the nation, not of a region.
    pub(crate) central: bool,
    /// Regional office in charge.
    pub(crate) kanreg_code: Option<String>,
    /// Of the row.
    pub(crate) version: i64,
}

/// A unit with its place in the tree.
pub(crate) struct OrgUnit {
    /// National code.
    pub(crate) code: String,
    /// The agency.
    pub(crate) agency_code: String,
    /// Parent unit; none for a root.
    pub(crate) parent_code: Option<String>,
    pub(crate) name: String,
    /// Verifies at level 1.
    pub(crate) level_1: bool,
    /// From the root down to the parent.
    pub(crate) ancestor_codes: Vec<String>,
    /// Of the row, its place included.
    pub(crate) version: i64,
}

/// A row of the master data, as far as reports need it.
pub(crate) struct Employee {
    /// Also the person's id.
    pub(crate) employee_id: Uuid,
    /// P1.
    pub(crate) nip: String,
    /// The parent agency.
    pub(crate) agency_code: String,
    /// The unit.
    pub(crate) unit_code: String,
    /// In service.
    pub(crate) active: bool,
    /// Of the row.
    pub(crate) version: i64,
}
