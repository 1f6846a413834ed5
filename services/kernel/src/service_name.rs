//! The services, as their certificates name them.

use std::fmt;

use crate::coded::Coded;

/// A service of ours, named as in its certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServiceName {
    /// The public door.
    Gateway,
    /// Renders the pages.
    Portal,
    /// Owns accounts, sessions, officers.
    Identity,
    /// Owns master data, registrations, dossiers.
    Registration,
    /// Owns reviews.
    Verification,
    /// Owns tickets.
    Helpdesk,
    /// Owns projections, exports, feeds.
    Reporting,
}

/// The text names no service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown service")]
pub struct ServiceNameError;

impl Coded for ServiceNameError {
    fn code(&self) -> &'static str {
        "SERVICE_UNKNOWN"
    }
}

impl ServiceName {
    /// Every service.
    pub const ALL: [Self; 7] = [
        Self::Gateway,
        Self::Portal,
        Self::Identity,
        Self::Registration,
        Self::Verification,
        Self::Helpdesk,
        Self::Reporting,
    ];

    /// Stable name: of its certificate, its directory and its schema.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Portal => "portal",
            Self::Identity => "identity",
            Self::Registration => "registration",
            Self::Verification => "verification",
            Self::Helpdesk => "helpdesk",
            Self::Reporting => "reporting",
        }
    }

    /// Reads exactly what [`as_str`](Self::as_str) writes.
    ///
    /// # Errors
    /// [`ServiceNameError`] for anything else.
    pub fn parse(input: &str) -> Result<Self, ServiceNameError> {
        Self::ALL.into_iter().find(|service| service.as_str() == input).ok_or(ServiceNameError)
    }
}

impl fmt::Display for ServiceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
