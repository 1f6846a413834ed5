//! An officer's scope as parameters of a query: it stands in the condition, never in a filter afterwards.

use kernel::{Person, PersonId, Scope, Stage};

/// Which reviews an officer's query may touch. Of the four places at most one is given; SQL null touches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfficerScope {
    /// The stage at which the officer decides.
    pub(crate) stage: Stage,
    /// Who: their own dossier, and those that they decided at another stage, are in no list of theirs.
    pub(crate) person: PersonId,
    place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Unit(String),
    Agency(String),
    Kanreg(String),
    /// The central agencies: those of a rehearsal, or all others.
    Central {
        rehearsed: bool,
    },
    Nowhere,
}

impl OfficerScope {
    /// The scope of a verifier; `None` for everyone else. A jurisdiction that does not fit the stage touches nothing.
    #[must_use]
    pub(crate) fn of(person: &Person) -> Option<Self> {
        let stage = Stage::of(person.role)?;
        let place = match (stage, person.scope()) {
            (Stage::Skpd, Scope::Unit(code)) => Place::Unit(code.as_str().to_owned()),
            (Stage::Bkd, Scope::Agency(code)) => Place::Agency(code.as_str().to_owned()),
            (Stage::KanregBkn, Scope::Kanreg(code)) => Place::Kanreg(code.as_str().to_owned()),
            // BKN Pusat decides for the central agencies; the regional offices for the others.
            (Stage::KanregBkn, Scope::Nation) => Place::Central { rehearsed: false },
            (Stage::KanregBkn, Scope::Rehearsal) => Place::Central { rehearsed: true },
            _ => Place::Nowhere,
        };
        Some(Self { stage, person: person.person_id, place })
    }

    /// Code of the unit at the top of the subtree.
    #[must_use]
    pub(crate) fn unit(&self) -> Option<&str> {
        if let Place::Unit(code) = &self.place { Some(code) } else { None }
    }

    /// Code of the agency.
    #[must_use]
    pub(crate) fn agency(&self) -> Option<&str> {
        if let Place::Agency(code) = &self.place { Some(code) } else { None }
    }

    /// Code of the regional office.
    #[must_use]
    pub(crate) fn kanreg(&self) -> Option<&str> {
        if let Place::Kanreg(code) = &self.place { Some(code) } else { None }
    }

    /// If it is the central agencies: whether those of a rehearsal.
    #[must_use]
    pub(crate) fn central(&self) -> Option<bool> {
        if let Place::Central { rehearsed } = self.place { Some(rehearsed) } else { None }
    }
}
