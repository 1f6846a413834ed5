//! A row of units.csv.

use kernel::{AgencyCode, UnitCode, check_text};

use super::{layout::Record, problem::RowProblem};

/// The columns of units.csv.
pub(crate) const UNIT_COLUMNS: [&str; 5] = ["code", "agency_code", "parent_code", "name", "level_1"];

/// An org unit. Whether its agency and parent exist is the tree's to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnitRow {
    /// National code.
    pub(crate) code: UnitCode,
    pub(crate) agency: AgencyCode,
    /// None for a root.
    pub(crate) parent: Option<UnitCode>,
    pub(crate) name: String,
    /// Verifies at level 1.
    pub(crate) level_1: bool,
}

impl UnitRow {
    /// Reads a row.
    ///
    /// # Errors
    /// The first rule that it breaks, in the order of the columns.
    pub(crate) fn parse(record: &Record<'_>) -> Result<Self, RowProblem> {
        let [code, agency, parent, name, level_1] = record.fields()?;
        let code = UnitCode::parse(code).map_err(RowProblem::coded("code"))?;
        let agency = AgencyCode::parse(agency).map_err(RowProblem::coded("agency_code"))?;
        let parent = match &**parent {
            "" => None,
            parent => Some(UnitCode::parse(parent).map_err(RowProblem::coded("parent_code"))?),
        };
        check_text(name, 300).map_err(RowProblem::coded("name"))?;
        let level_1 = match &**level_1 {
            "true" => true,
            "false" => false,
            _ => return Err(RowProblem::of("level_1", "LEVEL_1_FORM")),
        };
        Ok(Self { code, agency, parent, name: name.to_string(), level_1 })
    }
}
