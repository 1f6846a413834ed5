//! Every refusal that leaves this door. A new code gets its row in `services/words`: the portal says the same sentences.

pub(crate) use words::find;
pub use words::{ENTRIES, Entry, RESULTS, RULES};

/// The Indonesian sentence of a rule or of a code inside a result, if it has one.
#[must_use]
pub(crate) fn rule(code: &str) -> Option<&'static str> {
    words::rule(code).map(|(id, _)| id)
}
