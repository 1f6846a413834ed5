//! Ids by which services speak of things. All are UUIDs and P0; the type says of what.

use std::fmt;

use uuid::Uuid;

use crate::coded::Coded;

/// The text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is a UUID with dashes")]
pub struct IdError;

impl Coded for IdError {
    fn code(&self) -> &'static str {
        "ID_INVALID"
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $id(Uuid);

        impl $id {
            /// Reads the form with dashes, 36 characters in any case: the only one that messages and stores use.
            ///
            /// # Errors
            /// [`IdError`] for anything else.
            pub fn parse(input: &str) -> Result<Self, IdError> {
                match Uuid::try_parse(input) {
                    Ok(uuid) if input.len() == uuid::fmt::Hyphenated::LENGTH => Ok(Self(uuid)),
                    _ => Err(IdError),
                }
            }

            /// The bare UUID, for stores.
            #[must_use]
            pub fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $id {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($id), "({})"), self.0)
            }
        }
    )*};
}

ids! {
    /// An employee in the master data.
    EmployeeId;
    /// A person: an employee, or an officer who is none. Two accounts of one person share it.
    PersonId;
    /// An account that signs in.
    AccountId;
    /// A registration: one employee's claim to an account in one campaign.
    RegistrationId;
    /// A dossier: one employee's re-registration file in one campaign.
    DossierId;
    /// A ticket of the helpdesk.
    TicketId;
    /// A file that reporting writes for somebody.
    ExportId;
    /// A session of an account.
    SessionId;
    /// A run of an import.
    ImportId;
    /// An event.
    EventId;
}

/// The person of an employee is the employee.
impl From<EmployeeId> for PersonId {
    fn from(employee: EmployeeId) -> Self {
        Self(employee.0)
    }
}

/// The account that a registration claims bears its id.
impl From<RegistrationId> for AccountId {
    fn from(registration: RegistrationId) -> Self {
        Self(registration.0)
    }
}
