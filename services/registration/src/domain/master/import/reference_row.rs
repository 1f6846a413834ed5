//! A row of reference.csv.

use kernel::check_text;

use super::{layout::Record, problem::RowProblem};
use crate::domain::reference::{IMPORTED_TABLES, ReferenceRow, TABLES};

/// The columns of reference.csv.
pub(crate) const REFERENCE_COLUMNS: [&str; 4] = ["table", "code", "label", "active"];

/// The longest code or label, in code points.
const LONGEST: usize = 200;

impl ReferenceRow {
    /// Reads a row.
    ///
    /// # Errors
    /// The first rule that it breaks, in the order of the columns.
    pub(crate) fn parse(record: &Record<'_>) -> Result<Self, RowProblem> {
        let [table, code, label, active] = record.fields()?;
        let imported = IMPORTED_TABLES.iter().find(|known| **known == table.as_ref());
        let table = *imported.ok_or_else(|| {
            let known = TABLES.contains(&table.as_ref());
            RowProblem::of("table", if known { "REFERENCE_TABLE_FIXED" } else { "REFERENCE_TABLE_UNKNOWN" })
        })?;
        check_text(code, LONGEST).map_err(RowProblem::coded("code"))?;
        check_text(label, LONGEST).map_err(RowProblem::coded("label"))?;
        let active = match &**active {
            "true" => true,
            "false" => false,
            _ => return Err(RowProblem::of("active", "ACTIVE_FORM")),
        };
        Ok(Self { table, code: code.to_string(), label: label.to_string(), active })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::master::import::Layout;

    fn parse(line: &str) -> Result<ReferenceRow, RowProblem> {
        let layout = Layout::of(&REFERENCE_COLUMNS, &REFERENCE_COLUMNS).unwrap();
        ReferenceRow::parse(&layout.record(line.as_bytes()).unwrap())
    }

    #[test]
    fn a_row_fills_a_table_that_files_fill() {
        let row = parse("pendidikan,S-1,Sarjana (S-1),true").unwrap();
        assert_eq!((row.table, row.code.as_str(), row.active), ("pendidikan", "S-1", true));
        assert!(!parse("jabatan,Guru,Guru,false").unwrap().active);
        let refused = |line, column, code| assert_eq!(parse(line), Err(RowProblem::of(column, code)), "{line}");
        refused("golongan,V/a,V/a,true", "table", "REFERENCE_TABLE_FIXED");
        refused("unor,1,Unit,true", "table", "REFERENCE_TABLE_FIXED");
        refused("employees,1,One,true", "table", "REFERENCE_TABLE_UNKNOWN");
        refused("jabatan,,Guru,true", "code", "TEXT_EMPTY");
        refused("jabatan,Guru,Gu\u{202E}ru,true", "label", "TEXT_BIDI");
        refused("jabatan,Guru,Guru,yes", "active", "ACTIVE_FORM");
    }
}
