//! What people and programs are told: the sentences of every reason and rule of the contract, Indonesian and English, found by
//! their stable codes (`locales/`), and how HTTP answers each reason. Beside them those of the few pages that the door makes itself.
//!
//! The gateway answers programs by it, the portal people. Only what renders for people builds it: a sentence that changes
//! rebuilds the two edges and no owner of data. The sentences of the 2015 system, which people and helpdesks know, are kept word
//! for word where there is one.

mod reasons;
#[cfg(test)]
mod tests;

use speech::{Language, Phrase, Sentences};

pub use self::reasons::{REASONS, Reason};

static SENTENCES: Sentences = speech::sentences!("reasons", "rules", "results", "door");

/// The reason of that code, if there is one.
#[must_use]
pub fn find(code: &str) -> Option<&'static Reason> {
    REASONS.iter().find(|reason| reason.code == code)
}

/// The codes about one field or one item among others: rules that a field can break, then what stands in results.
pub fn rules() -> impl Iterator<Item = &'static str> {
    SENTENCES.keys("rules").chain(SENTENCES.keys("results"))
}

/// The sentence of a rule, of a code inside a result or of a reason, if it has one: a whole request and one item of it may be
/// refused for the same reason.
#[must_use]
pub fn sentence(code: &str, language: Language) -> Option<&'static str> {
    SENTENCES.line(language, code)
}

/// A sentence of the door's own pages (`locales/*/door.ftl`), which the portal never says.
#[must_use]
pub fn door(key: &'static str, language: Language) -> Phrase<'static> {
    SENTENCES.say(language, key)
}
