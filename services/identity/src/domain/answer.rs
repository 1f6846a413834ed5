//! The answer to a security question, as it is compared.

use secrecy::SecretString;
use unicode_normalization::UnicodeNormalization as _;

/// The form in which two answers are compared: compatibility forms, case and runs of spaces make no difference.
#[must_use]
pub(crate) fn normalise(answer: &str) -> SecretString {
    // Upper case first: it unfolds what has several lower-case forms (final sigma, sharp s).
    let folded: String = answer.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret as _;

    use super::*;

    fn same(one: &str, other: &str) -> bool {
        normalise(one).expose_secret() == normalise(other).expose_secret()
    }

    #[test]
    fn case_spaces_and_width_make_no_difference() {
        assert!(same("  Rhoma   Irama ", "rhoma irama"));
        assert!(same("ＲＨＯＭＡ\u{3000}irama", "Rhoma Irama"));
        assert!(same("Stra\u{df}e", "STRASSE"));
    }

    #[test]
    fn other_letters_do() {
        assert!(!same("Rhoma Irama", "Rhoma Iroma"));
        assert!(!same("rhomairama", "rhoma irama"));
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(answer in "\\PC{0,60}") {
            let once = normalise(&answer);
            let twice = normalise(once.expose_secret());
            prop_assert_eq!(once.expose_secret(), twice.expose_secret());
        }
    }
}
