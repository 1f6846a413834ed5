//! Reading what is sent: every broken field of a request is named at once.

use chassis::reason::Refusal;
use kernel::Coded;
use tonic::Status;
use uuid::Uuid;

/// Broken fields, gathered while a request is read.
#[derive(Default)]
pub(super) struct Fields(Vec<(&'static str, &'static str, String)>);

impl Fields {
    /// The value, or its rule added to the list.
    pub(super) fn read<T, E: Coded>(&mut self, field: &'static str, parsed: Result<T, E>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.push((field, error.code(), error.to_string()));
                None
            }
        }
    }

    /// Adds a broken rule unless it holds.
    pub(super) fn require(&mut self, holds: bool, field: &'static str, rule: &'static str, text: &str) {
        if !holds {
            self.0.push((field, rule, text.to_owned()));
        }
    }

    /// The refusal of all fields in the list.
    pub(super) fn refusal(self) -> Status {
        Refusal::fields(self.0).into()
    }

    /// Nothing, when nothing is broken.
    pub(super) fn check(self) -> Result<(), Status> {
        if self.0.is_empty() { Ok(()) } else { Err(self.refusal()) }
    }
}

/// The longest opaque text (browser, device) that the gateway sends along.
const OPAQUE: usize = 256;

/// What names a browser: 1 to 256 bytes.
pub(super) fn browser_fits(text: &str) -> bool {
    (1..=OPAQUE).contains(&text.len())
}

/// An idempotency key: a UUID with dashes.
pub(super) fn request_id(text: &str) -> Result<Uuid, kernel::IdError> {
    // The kernel's ids have the one form; a command is none of the things that it names.
    kernel::EventId::parse(text).map(kernel::EventId::as_uuid)
}
