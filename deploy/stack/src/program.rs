//! The programs of the house by name.

use std::fmt;

/// One of the processes that make up e-PUPNS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Program {
    /// Owner of accounts, secrets, sessions, officers and mail.
    Identity,
    /// Owner of employees, registrations, dossiers and documents.
    Registration,
    /// Owner of reviews and decisions.
    Verification,
    /// Owner of tickets.
    Helpdesk,
    /// Owner of projections, exports and agency feeds.
    Reporting,
    /// Renders the pages people read.
    Portal,
    /// The only public door.
    Gateway,
}

impl Program {
    /// The programs that own a schema, a database role each, and a user of NATS.
    pub const OWNERS: [Self; 5] =
        [Self::Identity, Self::Registration, Self::Verification, Self::Helpdesk, Self::Reporting];

    /// All of them, in the order of health: what a program asks stands before it.
    pub const ALL: [Self; 7] = [
        Self::Identity,
        Self::Registration,
        Self::Verification,
        Self::Helpdesk,
        Self::Reporting,
        Self::Portal,
        Self::Gateway,
    ];

    /// Name of the binary, the schema, the certificate and the log file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Registration => "registration",
            Self::Verification => "verification",
            Self::Helpdesk => "helpdesk",
            Self::Reporting => "reporting",
            Self::Portal => "portal",
            Self::Gateway => "gateway",
        }
    }

    /// Whether it owns data: a schema to migrate, events to tell.
    #[must_use]
    pub fn is_owner(self) -> bool {
        Self::OWNERS.contains(&self)
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
