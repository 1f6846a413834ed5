//! Which dossiers a verifier sees and decides: the rule that every owner's queries bind.

use crate::caller::{Person, Scope};
use crate::ids::PersonId;
use crate::separation::Stage;

/// Which dossiers a verifier's query may touch: those of one place, by the stage at which the verifier decides. Of the four
/// places at most one is given; as a parameter, what is not given is SQL null and touches nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierScope {
    stage: Stage,
    person: PersonId,
    place: Scope,
}

impl VerifierScope {
    /// The scope of a verifier; `None` for everyone else. A jurisdiction in which the role cannot hold touches nothing.
    #[must_use]
    pub fn of(person: &Person) -> Option<Self> {
        let stage = Stage::of(person.role)?;
        let place = if person.role.fits(&person.jurisdiction) { person.scope() } else { Scope::Nothing };
        Some(Self { stage, person: person.person_id, place })
    }

    /// The stage at which the verifier decides.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Who: their own dossier, and those that they decided at another stage, are in no list of theirs.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Code of the unit at the top of the subtree.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        self.place.unit()
    }

    /// Code of the agency.
    #[must_use]
    pub fn agency(&self) -> Option<&str> {
        self.place.agency()
    }

    /// Code of the regional office.
    #[must_use]
    pub fn kanreg(&self) -> Option<&str> {
        self.place.kanreg()
    }

    /// If it is the central agencies, whether those of rehearsals or all others: BKN Pusat, whose jurisdiction is the nation,
    /// decides for them alone, and the regional offices for all others. Who plays it in a rehearsal reaches invented ones alone.
    #[must_use]
    pub fn central(&self) -> Option<bool> {
        match self.place {
            Scope::Nation => Some(false),
            Scope::Rehearsal => Some(true),
            _ => None,
        }
    }
}
