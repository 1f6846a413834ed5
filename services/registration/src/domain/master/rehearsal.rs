//! Rehearsals: invented people of agencies whose codes begin with X. Only what is theirs can be removed whole.

use kernel::{AgencyCode, agency_feed};

/// People in one batch, and in one event about them: a transaction stays short.
pub(crate) const BATCH: u32 = 200;

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

    /// Its code.
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_that_begin_with_x_are_rehearsed() {
        assert_eq!(RehearsalAgency::parse("X001").unwrap().as_str(), "X001");
        for real in ["3573", "x001", "0X", "", "%", "X%", "X 1"] {
            assert_eq!(RehearsalAgency::parse(real), Err(NotRehearsed), "{real}");
        }
    }
}
