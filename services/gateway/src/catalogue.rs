//! Every refusal that leaves this door. A new code gets its row and its sentences in `services/words`: the portal says the same.

use speech::Language;
pub(crate) use words::{REASONS, Reason, find, rules};

/// The Indonesian sentence of a rule or of a code inside a result, if it has one.
#[must_use]
pub(crate) fn rule(code: &str) -> Option<&'static str> {
    words::sentence(code, Language::Indonesian)
}

/// The Indonesian sentence of a reason.
#[must_use]
pub(crate) fn sentence(reason: &Reason) -> &'static str {
    reason.sentence(Language::Indonesian)
}

/// What is said of a reason that has no sentence yet.
#[must_use]
pub(crate) fn refused(language: Language) -> &'static str {
    words::sentence("door-refused", language).unwrap_or_default()
}
