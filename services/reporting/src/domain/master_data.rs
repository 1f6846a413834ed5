//! What the master data says of agencies, units and people, as far as reports need it. Each row has a version: the highest counts.

use uuid::Uuid;

/// An agency.
pub struct Agency {
    /// National code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Of the nation, not of a region.
    pub central: bool,
    /// Regional office in charge.
    pub kanreg_code: Option<String>,
    /// Of the row.
    pub version: i64,
}

/// A unit with its place in the tree.
pub struct OrgUnit {
    /// National code.
    pub code: String,
    /// The agency.
    pub agency_code: String,
    /// Parent unit; none for a root.
    pub parent_code: Option<String>,
    /// Name.
    pub name: String,
    /// Verifies at level 1.
    pub level_1: bool,
    /// From the root down to the parent.
    pub ancestor_codes: Vec<String>,
    /// Of the row, its place included.
    pub version: i64,
}

/// A row of the master data, as far as reports need it.
pub struct Employee {
    /// Also the person's id.
    pub employee_id: Uuid,
    /// P1.
    pub nip: String,
    /// The parent agency.
    pub agency_code: String,
    /// The unit.
    pub unit_code: String,
    /// In service.
    pub active: bool,
    /// Of the row.
    pub version: i64,
}
