//! A row of agencies.csv.

use kernel::{AgencyCode, KanregCode, check_text};

use super::{layout::Record, problem::RowProblem};

/// The columns of agencies.csv.
pub(crate) const AGENCY_COLUMNS: [&str; 4] = ["code", "name", "kind", "kanreg_code"];

/// An agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AgencyRow {
    /// National code.
    pub(crate) code: AgencyCode,
    pub(crate) name: String,
    /// The regional office in charge; central agencies have none.
    pub(crate) kanreg: Option<KanregCode>,
}

impl AgencyRow {
    /// Reads a row; `known` are the codes of the regional offices.
    ///
    /// # Errors
    /// The first rule that it breaks, in the order of the columns.
    pub(crate) fn parse(record: &Record<'_>, known: impl Fn(&str) -> bool) -> Result<Self, RowProblem> {
        let [code, name, kind, kanreg_code] = record.fields()?;
        let code = AgencyCode::parse(code).map_err(RowProblem::coded("code"))?;
        check_text(name, 200).map_err(RowProblem::coded("name"))?;
        let kanreg = match (&**kind, &**kanreg_code) {
            ("central", "") => None,
            ("central", _) => return Err(RowProblem::of("kanreg_code", "KANREG_OF_CENTRAL_AGENCY")),
            ("regional", "") => return Err(RowProblem::of("kanreg_code", "KANREG_MISSING")),
            ("regional", office) => {
                let office = KanregCode::parse(office).map_err(RowProblem::coded("kanreg_code"))?;
                if !known(office.as_str()) {
                    return Err(RowProblem::of("kanreg_code", "KANREG_UNKNOWN"));
                }
                Some(office)
            }
            _ => return Err(RowProblem::of("kind", "AGENCY_KIND_UNKNOWN")),
        };
        Ok(Self { code, name: name.to_string(), kanreg })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::master::import::Layout;

    fn parse(line: &str) -> Result<AgencyRow, RowProblem> {
        let layout = Layout::of(&AGENCY_COLUMNS, &AGENCY_COLUMNS).unwrap();
        AgencyRow::parse(&layout.record(line.as_bytes()).unwrap(), |code| code == "02")
    }

    #[test]
    fn a_regional_agency_has_a_regional_office_and_a_central_one_has_none() {
        assert_eq!(parse("1001,Kementerian,central,").unwrap().kanreg, None);
        assert_eq!(parse("3500,Provinsi,regional,02").unwrap().kanreg.unwrap().as_str(), "02");
        let refused = |line| parse(line).unwrap_err();
        assert_eq!(refused("1001,K,central,02"), RowProblem::of("kanreg_code", "KANREG_OF_CENTRAL_AGENCY"));
        assert_eq!(refused("3500,P,regional,"), RowProblem::of("kanreg_code", "KANREG_MISSING"));
        assert_eq!(refused("3500,P,regional,03"), RowProblem::of("kanreg_code", "KANREG_UNKNOWN"));
        assert_eq!(refused("3500,P,village,02"), RowProblem::of("kind", "AGENCY_KIND_UNKNOWN"));
        assert_eq!(refused("35/00,P,regional,02"), RowProblem::of("code", "CODE_FORM"));
        assert_eq!(refused("3500,,regional,02"), RowProblem::of("name", "TEXT_EMPTY"));
    }
}
