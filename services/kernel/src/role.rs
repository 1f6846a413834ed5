//! What a person may do.

use std::fmt;

use crate::coded::Coded;
use crate::jurisdiction::Jurisdiction;

/// What a person may do; every permission is role **and** [`Jurisdiction`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A civil servant with their own file.
    Employee,
    /// Confirms registrations and decides dossiers of an org unit's subtree (SKPD).
    Verifier1,
    /// Decides dossiers of an agency (BKD; Biro Kepegawaian in a central agency).
    Verifier2,
    /// Decides dossiers of a region's agencies (Kanreg), or of the central ones (BKN Pusat).
    Verifier3,
    /// Answers tickets of an agency, a region or the nation.
    Helpdesk,
    /// Keeps officers, org units and locations of an agency.
    AgencyAdmin,
    /// Keeps everything configurable, national reference tables and the employees import.
    BknAdmin,
    /// A program of one agency: reads its own events and data, is no person.
    AgencySystem,
}

/// The text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown role")]
pub struct RoleError;

impl Coded for RoleError {
    fn code(&self) -> &'static str {
        "ROLE_UNKNOWN"
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Employee,
        Self::Verifier1,
        Self::Verifier2,
        Self::Verifier3,
        Self::Helpdesk,
        Self::AgencyAdmin,
        Self::BknAdmin,
        Self::AgencySystem,
    ];

    /// Stable name, for stores, tokens and permission rows.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Employee => "employee",
            Self::Verifier1 => "verifier_1",
            Self::Verifier2 => "verifier_2",
            Self::Verifier3 => "verifier_3",
            Self::Helpdesk => "helpdesk",
            Self::AgencyAdmin => "agency_admin",
            Self::BknAdmin => "bkn_admin",
            Self::AgencySystem => "agency_system",
        }
    }

    /// Reads exactly what [`as_str`](Self::as_str) writes.
    ///
    /// # Errors
    /// [`RoleError`] for anything else.
    pub fn parse(input: &str) -> Result<Self, RoleError> {
        Self::ALL.into_iter().find(|role| role.as_str() == input).ok_or(RoleError)
    }

    /// Whether this role can hold in such a jurisdiction: a verifier 1 has a unit, never the nation.
    #[must_use]
    pub fn fits(self, jurisdiction: &Jurisdiction) -> bool {
        match self {
            Self::Employee => matches!(jurisdiction, Jurisdiction::OwnFile),
            Self::Verifier1 => matches!(jurisdiction, Jurisdiction::Unit(_)),
            Self::Verifier2 | Self::AgencyAdmin | Self::AgencySystem => matches!(jurisdiction, Jurisdiction::Agency(_)),
            Self::Verifier3 => {
                matches!(jurisdiction, Jurisdiction::Kanreg(_) | Jurisdiction::Nation | Jurisdiction::Rehearsal)
            }
            Self::Helpdesk => {
                matches!(jurisdiction, Jurisdiction::Agency(_) | Jurisdiction::Kanreg(_) | Jurisdiction::Nation)
            }
            Self::BknAdmin => matches!(jurisdiction, Jurisdiction::Nation),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
