//! Where a role holds.

use std::fmt;

use crate::coded::Coded;
use crate::codes::{AgencyCode, KanregCode, UnitCode};

/// Where a role holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Jurisdiction {
    /// The person's own file and nobody else's.
    OwnFile,
    /// An org unit and everything under it.
    Unit(UnitCode),
    /// An agency with all its units.
    Agency(AgencyCode),
    /// The agencies of a regional office.
    Kanreg(KanregCode),
    /// All agencies.
    Nation,
    /// All agencies of rehearsals (`X...`) and no other: the nation of invented people.
    Rehearsal,
}

/// The text is not a jurisdiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a jurisdiction is own, unit:CODE, agency:CODE, kanreg:CODE, nation or rehearsal")]
pub struct JurisdictionError;

impl Coded for JurisdictionError {
    fn code(&self) -> &'static str {
        "JURISDICTION_FORM"
    }
}

impl Jurisdiction {
    /// Reads exactly what `Display` writes.
    ///
    /// # Errors
    /// [`JurisdictionError`] for anything else.
    pub fn parse(input: &str) -> Result<Self, JurisdictionError> {
        let jurisdiction = match input.split_once(':') {
            None if input == "own" => Ok(Self::OwnFile),
            None if input == "nation" => Ok(Self::Nation),
            None if input == "rehearsal" => Ok(Self::Rehearsal),
            Some(("unit", code)) => UnitCode::parse(code).map(Self::Unit),
            Some(("agency", code)) => AgencyCode::parse(code).map(Self::Agency),
            Some(("kanreg", code)) => KanregCode::parse(code).map(Self::Kanreg),
            _ => return Err(JurisdictionError),
        };
        jurisdiction.map_err(|_| JurisdictionError)
    }
}

/// Stable form, for stores and tokens: `own`, `unit:CODE`, `agency:CODE`, `kanreg:CODE`, `nation`, `rehearsal`.
impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OwnFile => f.write_str("own"),
            Self::Unit(code) => write!(f, "unit:{code}"),
            Self::Agency(code) => write!(f, "agency:{code}"),
            Self::Kanreg(code) => write!(f, "kanreg:{code}"),
            Self::Nation => f.write_str("nation"),
            Self::Rehearsal => f.write_str("rehearsal"),
        }
    }
}
