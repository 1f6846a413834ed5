//! A row of kanreg.csv.

use kernel::{KanregCode, check_text};

use super::{layout::Record, problem::RowProblem};

/// The columns of kanreg.csv.
pub(crate) const KANREG_COLUMNS: [&str; 3] = ["code", "name", "city"];

/// A regional office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KanregRow {
    /// `01` to `14`.
    pub(crate) code: KanregCode,
    pub(crate) name: String,
    /// Where it sits.
    pub(crate) city: String,
}

impl KanregRow {
    /// Reads a row.
    ///
    /// # Errors
    /// The first rule that it breaks, in the order of the columns.
    pub(crate) fn parse(record: &Record<'_>) -> Result<Self, RowProblem> {
        let [code, name, city] = record.fields()?;
        let code = KanregCode::parse(code).map_err(RowProblem::coded("code"))?;
        check_text(name, 200).map_err(RowProblem::coded("name"))?;
        check_text(city, 100).map_err(RowProblem::coded("city"))?;
        Ok(Self { code, name: name.to_string(), city: city.to_string() })
    }
}
