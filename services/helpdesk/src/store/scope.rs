//! An officer's scope as parameters of a query: it stands in the condition, never in a filter afterwards.

use kernel::{Person, PersonId, Role};

use crate::domain::desk::Desk;

/// Which tickets an officer's query may touch: those of one desk, and for a regional office those of its agencies' desks too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfficerScope {
    /// Who: what they wrote and what is about them is in no list of theirs.
    pub(crate) person: PersonId,
    desk: Desk,
}

impl OfficerScope {
    /// The scope of a helpdesk officer; `None` for everyone else.
    #[must_use]
    pub(crate) fn of(person: &Person) -> Option<Self> {
        if person.role != Role::Helpdesk {
            return None;
        }
        Some(Self { person: person.person_id, desk: Desk::of_jurisdiction(&person.jurisdiction)? })
    }

    /// The desk, as tickets name it.
    #[must_use]
    pub(crate) fn desk(&self) -> String {
        self.desk.to_string()
    }

    /// Code of the regional office whose agencies' desks are within reach; `None`: of no agency.
    #[must_use]
    pub(crate) fn kanreg(&self) -> Option<&str> {
        if let Desk::Kanreg(code) = &self.desk { Some(code.as_str()) } else { None }
    }
}
