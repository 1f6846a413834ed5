//! An officer's scope as parameters of a query: it stands in the condition, never in a filter afterwards.

use kernel::Scope;

/// Which registrations an officer's query may touch: those of a unit's subtree, of an agency, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfficerScope {
    unit: Option<String>,
    agency: Option<String>,
}

impl OfficerScope {
    /// Code of the unit at the top of the subtree; SQL null touches nothing.
    #[must_use]
    pub(crate) fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// Code of the agency; SQL null touches nothing.
    #[must_use]
    pub(crate) fn agency(&self) -> Option<&str> {
        self.agency.as_deref()
    }
}

/// Only units and agencies confirm registrations; any other scope touches nothing.
impl From<Scope> for OfficerScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Unit(code) => Self { unit: Some(code.as_str().to_owned()), agency: None },
            Scope::Agency(code) => Self { unit: None, agency: Some(code.as_str().to_owned()) },
            Scope::Nothing | Scope::OwnFile(_) | Scope::Kanreg(_) | Scope::Nation | Scope::Rehearsal => {
                Self { unit: None, agency: None }
            }
        }
    }
}
