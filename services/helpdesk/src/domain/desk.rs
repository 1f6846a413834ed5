//! Who answers a ticket: always exactly one jurisdiction.

use std::fmt;

use kernel::{AgencyCode, Jurisdiction, JurisdictionError, KanregCode, Stage};

/// Who answers a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Desk {
    /// The agency's helpdesk.
    Agency(AgencyCode),
    /// The regional office's.
    Kanreg(KanregCode),
    /// BKN Pusat's.
    Nation,
}

/// Who answers tickets of a type at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// The agency that the ticket concerns.
    Agency,
    /// BKN Pusat.
    Bkn,
    /// Whoever has the dossier at this moment.
    Stage,
}

/// What could be found out of what a ticket concerns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Concern {
    /// The agency; `None` when nobody is known by the number that was given.
    pub(crate) agency: Option<AgencyCode>,
    /// The agency's regional office; `None` for central agencies and unknown ones.
    pub(crate) kanreg: Option<KanregCode>,
    /// The stage that holds the dossier.
    pub(crate) stage: Option<Stage>,
}

impl Desk {
    /// Where a ticket goes. Whatever is not known goes to BKN Pusat: nothing is left lying.
    #[must_use]
    pub(crate) fn of(destination: Destination, concern: Concern) -> Self {
        let Concern { agency, kanreg, stage } = concern;
        let agency = agency.map_or(Self::Nation, Self::Agency);
        match (destination, stage) {
            (Destination::Bkn, _) => Self::Nation,
            // Level 3 of a central agency is BKN Pusat.
            (Destination::Stage, Some(Stage::KanregBkn)) => kanreg.map_or(Self::Nation, Self::Kanreg),
            (Destination::Stage | Destination::Agency, _) => agency,
        }
    }

    /// The desk of a jurisdiction; `None` for one that answers no tickets.
    #[must_use]
    pub(crate) fn of_jurisdiction(jurisdiction: &Jurisdiction) -> Option<Self> {
        match jurisdiction {
            Jurisdiction::Agency(code) => Some(Self::Agency(code.clone())),
            Jurisdiction::Kanreg(code) => Some(Self::Kanreg(code.clone())),
            Jurisdiction::Nation => Some(Self::Nation),
            Jurisdiction::OwnFile | Jurisdiction::Unit(_) | Jurisdiction::Rehearsal => None,
        }
    }

    /// Reads exactly what `Display` writes.
    ///
    /// # Errors
    /// The text is no jurisdiction that answers tickets.
    pub(crate) fn parse(text: &str) -> Result<Self, JurisdictionError> {
        Self::of_jurisdiction(&Jurisdiction::parse(text)?).ok_or(JurisdictionError)
    }
}

/// As the kernel writes a jurisdiction.
impl fmt::Display for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agency(code) => Jurisdiction::Agency(code.clone()).fmt(f),
            Self::Kanreg(code) => Jurisdiction::Kanreg(code.clone()).fmt(f),
            Self::Nation => Jurisdiction::Nation.fmt(f),
        }
    }
}

impl Destination {
    /// Stable name, for the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Bkn => "bkn",
            Self::Stage => "stage",
        }
    }

    /// Reads exactly what [`as_str`](Self::as_str) writes.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Agency, Self::Bkn, Self::Stage].into_iter().find(|known| known.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concern(agency: Option<&str>, kanreg: Option<&str>, stage: Option<Stage>) -> Concern {
        Concern {
            agency: agency.map(|code| AgencyCode::parse(code).unwrap()),
            kanreg: kanreg.map(|code| KanregCode::parse(code).unwrap()),
            stage,
        }
    }

    fn desk(destination: Destination, concern: Concern) -> String {
        Desk::of(destination, concern).to_string()
    }

    #[test]
    fn every_ticket_has_exactly_one_desk() {
        let known = |stage| concern(Some("A1"), Some("03"), stage);
        assert_eq!(desk(Destination::Agency, known(Some(Stage::KanregBkn))), "agency:A1");
        assert_eq!(desk(Destination::Agency, Concern::default()), "nation", "who is unknown is BKN's to find");
        assert_eq!(desk(Destination::Bkn, known(None)), "nation");
        assert_eq!(desk(Destination::Stage, known(None)), "agency:A1", "no stage holds it: the agency confirms");
        assert_eq!(desk(Destination::Stage, known(Some(Stage::Skpd))), "agency:A1");
        assert_eq!(desk(Destination::Stage, known(Some(Stage::Bkd))), "agency:A1");
        assert_eq!(desk(Destination::Stage, known(Some(Stage::KanregBkn))), "kanreg:03");
        assert_eq!(desk(Destination::Stage, concern(Some("A2"), None, Some(Stage::KanregBkn))), "nation");
        assert_eq!(desk(Destination::Stage, Concern::default()), "nation");
    }

    #[test]
    fn a_desk_is_read_as_it_was_written() {
        for text in ["agency:A1", "kanreg:03", "nation"] {
            assert_eq!(Desk::parse(text).unwrap().to_string(), text);
        }
        for text in ["own", "unit:A1.ROOT", "agency:", "bkn", ""] {
            assert!(Desk::parse(text).is_err(), "{text}");
        }
    }
}
