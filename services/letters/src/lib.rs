//! What mail says: a function per letter, its sentences in `locales/`. Every letter is written in Indonesian, with the English below.
//!
//! Identity alone builds it, since it alone knows addresses; a letter is words and knows none. What it says about a reason is longer
//! than what a page says (`words`): nobody stands beside who reads it.

mod rejection;

use std::fmt::Display;

use speech::{Language, Sentences};

pub use self::rejection::rejection;

static SENTENCES: Sentences = speech::sentences!("rejection");

/// A letter, as it can be sent to anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// Plain text: Indonesian, then English.
    pub text: String,
}

impl Letter {
    /// Of what is said in each language, each without the line break at its end.
    fn in_both<T: Display>(subject: impl Fn(Language) -> T, text: impl Fn(Language) -> T) -> Self {
        let [id, en] = Language::ALL.map(|language| (subject(language), text(language)));
        Self { subject: format!("{} / {}", id.0, en.0), text: format!("{}\n\n--\n{}\n", id.1, en.1) }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn both_languages_say_the_same() {
        assert_eq!(SENTENCES.faults(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/locales"))), [""; 0]);
    }
}
