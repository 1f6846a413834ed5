//! What tickets can be about: rows, not code.

use super::desk::Destination;

/// One question that a ticket of a type asks beside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    /// NIP, 18 digits.
    Nip,
    /// NIP lama.
    OldNip,
    /// Full name.
    Name,
    /// An agency's code.
    Agency,
    /// Registration number.
    RegistrationNumber,
    /// The value that is missing.
    WantedValue,
}

/// What carrying out a ticket does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Registration adds a value to the type's reference table.
    AddReferenceValue,
}

/// A row of the table of types.
#[derive(Clone, Debug)]
pub(crate) struct TicketType {
    /// Stable.
    pub(crate) code: String,
    /// Indonesian.
    pub(crate) label_id: String,
    /// English.
    pub(crate) label_en: String,
    /// Indonesian: what to write, what to show.
    pub(crate) hint_id: String,
    /// The same in English.
    pub(crate) hint_en: String,
    /// Asked for beside the text, in order.
    pub(crate) fields: Vec<Field>,
    /// Of these, the ones that may stay empty.
    pub(crate) optional_fields: Vec<Field>,
    /// Who answers at first.
    pub(crate) destination: Destination,
    /// Which answer tells the agency that the ticket concerns.
    pub(crate) routed_by: Option<Field>,
    /// Hours until an answer is due.
    pub(crate) due_hours: u32,
    /// The table that a missing value belongs to.
    pub(crate) reference_table: Option<String>,
    /// What approving does; `None`: officers answer.
    pub(crate) action: Option<Action>,
}

impl Field {
    /// All of them.
    pub(crate) const ALL: [Self; 6] =
        [Self::Nip, Self::OldNip, Self::Name, Self::Agency, Self::RegistrationNumber, Self::WantedValue];

    /// Stable name, for the store and for broken fields.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Nip => "nip",
            Self::OldNip => "old_nip",
            Self::Name => "name",
            Self::Agency => "agency",
            Self::RegistrationNumber => "registration_number",
            Self::WantedValue => "wanted_value",
        }
    }

    /// Reads exactly what [`as_str`](Self::as_str) writes.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == text)
    }
}

impl Action {
    /// Reads the store's name.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        (text == "add_reference_value").then_some(Self::AddReferenceValue)
    }
}
