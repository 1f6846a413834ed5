//! Every refusal that leaves this door. A new code gets its row in `proto/src/reasons.rs`: the portal says the same sentences.

pub(crate) use proto::reasons::find;
pub use proto::reasons::{ENTRIES, Entry, RESULTS, RULES};

/// The Indonesian sentence of a rule or of a code inside a result, if it has one.
#[must_use]
pub(crate) fn rule(code: &str) -> Option<&'static str> {
    proto::reasons::rule(code).map(|(id, _)| id)
}
