//! Makes any text printable with the fonts that we have.

use crate::world;

/// The longest value that is printed, in characters. Longer ones end in an ellipsis, which is seen, instead of
/// pushing the rest off the page, which is not.
pub(super) const MAX_CHARACTERS: usize = 256;

/// Stands for characters that no font of ours has (emoji, foreign scripts): a name with a visible hole is asked
/// about, a name that silently lost a part is not. PDF/UA-1 forbids the fonts' own "missing" glyph.
const UNPRINTABLE: char = '□';

/// Returns `value` on one line, with only characters that our fonts have, at most [`MAX_CHARACTERS`] long.
///
/// White space and control characters in a row become one space, unprintable characters in a row one `□`.
pub(super) fn printable(value: &str) -> String {
    let mut line = String::with_capacity(value.len());
    for character in value.chars() {
        let character = match character {
            blank if blank.is_whitespace() || blank.is_control() => ' ',
            known if world::fonts_have(known) && !is_invisible(known) => known,
            _ => UNPRINTABLE,
        };
        if !(matches!(character, ' ' | UNPRINTABLE) && line.ends_with(character)) {
            line.push(character);
        }
    }
    shortened(line.trim())
}

/// Zero-width and direction-changing characters: fonts have them, and they let one text look like another.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(MAX_CHARACTERS) {
        None => line.to_owned(),
        Some(_) => line.chars().take(MAX_CHARACTERS - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn leaves_ordinary_names_alone() {
        for name in
            ["AKHMAD SOLEH ARIFIN", "I Gusti Ngurah Açai-Ślązak, S.Kom., M.T.", "#text *bold* $x$ =HYPERLINK(\"a\")"]
        {
            assert_eq!(printable(name), name);
        }
    }

    #[test]
    fn shows_a_hole_for_what_no_font_has() {
        assert_eq!(printable("Siti 👩‍👩‍👧 Aminah"), "Siti □ Aminah");
        assert_eq!(printable("王小明"), "□");
    }

    #[test]
    fn does_not_let_direction_marks_disguise_a_name() {
        assert_eq!(printable("Ani\u{202e}imaD"), "Ani□imaD");
    }

    #[test]
    fn puts_everything_on_one_line() {
        assert_eq!(printable("  Siti\r\n\tAminah\0 "), "Siti Aminah");
    }

    #[test]
    fn ends_an_endless_value_visibly() {
        let line = printable(&"W".repeat(100_000));
        assert_eq!(line.chars().count(), MAX_CHARACTERS);
        assert!(line.ends_with('…'));
        assert_eq!(printable(&"W".repeat(MAX_CHARACTERS)), "W".repeat(MAX_CHARACTERS));
    }

    proptest! {
        #[test]
        fn every_text_becomes_printable_and_stays_so(value in any::<String>()) {
            let line = printable(&value);
            prop_assert!(line.chars().all(world::fonts_have));
            prop_assert!(line.chars().count() <= MAX_CHARACTERS);
            prop_assert_eq!(printable(&line), line);
        }
    }
}
