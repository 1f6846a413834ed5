//! Who asks, and what their queries may see.

use crate::codes::{AgencyCode, KanregCode, UnitCode};
use crate::ids::{AccountId, PersonId, SessionId};
use crate::jurisdiction::Jurisdiction;
use crate::role::Role;
use crate::service_name::ServiceName;

/// Who asks: the first argument of every use case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Someone signed in.
    Person(Person),
    /// A service of ours on its own behalf: a job or a listener.
    Service(ServiceName),
    /// Who runs the system, by the name in their certificate.
    Operator(String),
    /// Someone who is not signed in, behind the gateway.
    Public,
}

/// Someone signed in, without personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who; separation of duties goes by it.
    pub person_id: PersonId,
    /// The account they used.
    pub account_id: AccountId,
    /// The session it is in.
    pub session_id: SessionId,
    /// What they may do.
    pub role: Role,
    /// Where.
    pub jurisdiction: Jurisdiction,
}

/// What a query may see: a condition in the query itself, never a filter after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// No row.
    Nothing,
    /// The rows of this person.
    OwnFile(PersonId),
    /// An org unit and everything under it.
    Unit(UnitCode),
    /// An agency with all its units.
    Agency(AgencyCode),
    /// The agencies of a regional office.
    Kanreg(KanregCode),
    /// All rows.
    Nation,
    /// The agencies of rehearsals.
    Rehearsal,
}

/// As parameters of a query, which hold at most one code: SQL null touches nothing.
impl Scope {
    /// Code of the unit at the top of the subtree.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        if let Self::Unit(code) = self { Some(code.as_str()) } else { None }
    }

    /// Code of the agency.
    #[must_use]
    pub fn agency(&self) -> Option<&str> {
        if let Self::Agency(code) = self { Some(code.as_str()) } else { None }
    }

    /// Code of the regional office.
    #[must_use]
    pub fn kanreg(&self) -> Option<&str> {
        if let Self::Kanreg(code) = self { Some(code.as_str()) } else { None }
    }
}

impl Caller {
    /// What this caller may see: a person their jurisdiction, everyone else nothing.
    ///
    /// A use case that serves operators, services or the public says by a scope of its own what it shows them.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self {
            Self::Person(person) => person.scope(),
            Self::Service(_) | Self::Operator(_) | Self::Public => Scope::Nothing,
        }
    }

    /// The person, if someone is signed in.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Service(_) | Self::Operator(_) | Self::Public => None,
        }
    }
}

impl Person {
    /// What this person may see.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match &self.jurisdiction {
            Jurisdiction::OwnFile => Scope::OwnFile(self.person_id),
            Jurisdiction::Unit(code) => Scope::Unit(code.clone()),
            Jurisdiction::Agency(code) => Scope::Agency(code.clone()),
            Jurisdiction::Kanreg(code) => Scope::Kanreg(code.clone()),
            Jurisdiction::Nation => Scope::Nation,
            Jurisdiction::Rehearsal => Scope::Rehearsal,
        }
    }
}
