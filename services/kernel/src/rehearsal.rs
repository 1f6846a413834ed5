//! Rehearsals: invented agencies, known by how their codes begin. Only what is theirs can be removed whole, no report counts
//! it, and nothing of it leaves the house.

use crate::codes::AgencyCode;
use crate::jurisdiction::Jurisdiction;

/// The agency of a rehearsal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RehearsalAgency(AgencyCode);

/// An agency that is none of a rehearsal: nothing of it is ever purged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("only agencies whose codes begin with X are rehearsed")]
pub struct NotRehearsed;

impl RehearsalAgency {
    /// What the codes begin with. Conditions in SQL repeat it, so that an index serves them: the test of the house holds each
    /// of them to this.
    pub const PREFIX: char = 'X';

    /// Takes the agency if it is a rehearsal's.
    ///
    /// # Errors
    /// [`NotRehearsed`], also for what is no code at all.
    pub fn parse(code: &str) -> Result<Self, NotRehearsed> {
        let code = AgencyCode::parse(code).map_err(|_| NotRehearsed)?;
        if Self::is_one(&code) { Ok(Self(code)) } else { Err(NotRehearsed) }
    }

    /// Whether an agency is a rehearsal's.
    #[must_use]
    pub fn is_one(code: &AgencyCode) -> bool {
        code.as_str().starts_with(Self::PREFIX)
    }

    /// Its code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// What the user names of its officers begin with: a rehearsal's officers may have all agencies of rehearsals for
    /// their jurisdiction, and are known by their names alone.
    #[must_use]
    pub fn username_prefix(&self) -> String {
        format!("geladi.{}.", self.0.as_str().to_lowercase())
    }

    /// The jurisdiction of whoever looks after the whole agency.
    #[must_use]
    pub fn jurisdiction(&self) -> Jurisdiction {
        Jurisdiction::Agency(self.0.clone())
    }
}

impl Jurisdiction {
    /// Whether nothing is within reach but what rehearsals have invented.
    #[must_use]
    pub fn is_rehearsed(&self) -> bool {
        match self {
            Self::Rehearsal => true,
            Self::Unit(code) => code.as_str().starts_with(RehearsalAgency::PREFIX),
            Self::Agency(code) => code.as_str().starts_with(RehearsalAgency::PREFIX),
            Self::Kanreg(code) => code.as_str().starts_with(RehearsalAgency::PREFIX),
            Self::OwnFile | Self::Nation => false,
        }
    }
}
