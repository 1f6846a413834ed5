//! What a solved challenge opens.

/// What a challenge, and the receipt for it, is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Look-up and registration.
    Registration,
    /// Status by registration number.
    Status,
    /// Lost password, lost number.
    Recovery,
    /// Opening or looking up a ticket.
    Helpdesk,
}

impl Purpose {
    /// Stable name: in the challenge, and in the receipt's audience.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Status => "status",
            Self::Recovery => "recovery",
            Self::Helpdesk => "helpdesk",
        }
    }
}
