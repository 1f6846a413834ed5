//! Rehearsals: agencies whose codes begin with X, and the officers that are enrolled for one.

use kernel::{AgencyCode, Jurisdiction, agency_feed};

/// The agency of a rehearsal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RehearsalAgency(AgencyCode);

/// An agency that is none of a rehearsal: nothing of it is ever purged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("only agencies whose codes begin with X are rehearsed")]
pub(crate) struct NotRehearsed;

impl RehearsalAgency {
    /// Takes the agency if it is a rehearsal's.
    ///
    /// # Errors
    /// [`NotRehearsed`], also for what is no code at all.
    pub(crate) fn parse(code: &str) -> Result<Self, NotRehearsed> {
        let code = AgencyCode::parse(code).map_err(|_| NotRehearsed)?;
        if agency_feed::is_fed(&code) { Err(NotRehearsed) } else { Ok(Self(code)) }
    }

    /// What the user names of its officers begin with: a rehearsal's officers may have all agencies of rehearsals for their
    /// jurisdiction, and are known by their names alone.
    #[must_use]
    pub(crate) fn username_prefix(&self) -> String {
        format!("geladi.{}.", self.0.as_str().to_lowercase())
    }

    /// The jurisdiction of whoever looks after the whole agency.
    #[must_use]
    pub(crate) fn jurisdiction(&self) -> Jurisdiction {
        Jurisdiction::Agency(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_of_a_rehearsal_has_officers_of_its_own() {
        let agency = RehearsalAgency::parse("X001").unwrap();
        assert_eq!(agency.username_prefix(), "geladi.x001.");
        assert_eq!(agency.jurisdiction().to_string(), "agency:X001");
    }

    #[test]
    fn a_real_agency_is_none_of_a_rehearsal() {
        for real in ["3573", "x001", "", "X%"] {
            assert_eq!(RehearsalAgency::parse(real), Err(NotRehearsed), "{real}");
        }
    }
}
