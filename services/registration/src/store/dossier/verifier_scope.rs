//! A verifier's scope as parameters of a query about dossiers: it stands in the condition, never in a filter afterwards.

use kernel::{Person, Scope, Stage};

/// Whose dossiers a verifier's query may touch: those of a unit's subtree, of an agency, of a regional office's agencies, of
/// the central agencies (of a rehearsal, or all others), or none. SQL null touches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VerifierScope {
    unit: Option<String>,
    agency: Option<String>,
    kanreg: Option<String>,
    central: Option<bool>,
}

impl VerifierScope {
    /// The scope of a person at the stage at which their role decides; nothing for all other roles.
    #[must_use]
    pub(crate) fn of(person: &Person) -> Self {
        let none = Self::default();
        match (Stage::of(person.role), person.scope()) {
            (Some(Stage::Skpd), Scope::Unit(code)) => Self { unit: Some(code.as_str().to_owned()), ..none },
            (Some(Stage::Bkd), Scope::Agency(code)) => Self { agency: Some(code.as_str().to_owned()), ..none },
            (Some(Stage::KanregBkn), Scope::Kanreg(code)) => Self { kanreg: Some(code.as_str().to_owned()), ..none },
            // BKN Pusat decides at this stage for central agencies alone.
            (Some(Stage::KanregBkn), Scope::Nation) => Self { central: Some(false), ..none },
            (Some(Stage::KanregBkn), Scope::Rehearsal) => Self { central: Some(true), ..none },
            _ => none,
        }
    }

    /// Code of the unit at the top of the subtree.
    #[must_use]
    pub(crate) fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// Code of the agency.
    #[must_use]
    pub(crate) fn agency(&self) -> Option<&str> {
        self.agency.as_deref()
    }

    /// Code of the regional office.
    #[must_use]
    pub(crate) fn kanreg(&self) -> Option<&str> {
        self.kanreg.as_deref()
    }

    /// If it is the central agencies: whether those of a rehearsal.
    #[must_use]
    pub(crate) fn central(&self) -> Option<bool> {
        self.central
    }
}
