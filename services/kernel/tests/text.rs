use kernel::{Coded, check_text};
use proptest::prelude::*;

fn refusal(text: &str) -> &'static str {
    check_text(text, 250).expect_err("a bad text").code()
}

#[test]
fn what_people_write_is_taken_as_it_is() {
    for text in [
        "Siti Nur'aini",
        "H. Muh. Al-Faruqi, S.Pd., M.Si.",
        "Ni Luh Ayu Ĕka",
        "e\u{301}l\u{323}\u{302}",
        "مُحَمَّدٌ",
        "黃美玲",
        // Hostile only where someone interprets it: stored as text, escaped where it is printed.
        "'; DROP TABLE employees; --",
        "=HYPERLINK(\"http://example.org\")",
        "{{7*7}}",
        "<script>alert(1)</script>",
    ] {
        assert_eq!(check_text(text, 250), Ok(()), "{text:?}");
    }
}

#[test]
fn each_rule_is_refused_by_its_name() {
    for (text, code) in [
        ("", "TEXT_EMPTY"),
        (" \u{a0}\u{3000}", "TEXT_EMPTY"),
        ("a\0b", "TEXT_CONTROL"),
        ("a\r\nBcc: b", "TEXT_CONTROL"),
        ("\n", "TEXT_CONTROL"),
        ("a\u{85}b", "TEXT_CONTROL"),
        ("a\u{2028}b", "TEXT_CONTROL"),
        ("a\u{fffe}b", "TEXT_CONTROL"),
        ("a\u{10ffff}b", "TEXT_CONTROL"),
        ("Budi\u{202e}idub", "TEXT_BIDI"),
        ("a\u{2066}b", "TEXT_BIDI"),
        ("a\u{200f}b", "TEXT_BIDI"),
        ("Bu\u{200b}di", "TEXT_INVISIBLE"),
        ("Bu\u{200d}di", "TEXT_INVISIBLE"),
        ("\u{feff}Budi", "TEXT_INVISIBLE"),
        ("Bu\u{ad}di", "TEXT_INVISIBLE"),
        ("Budi\u{e0041}", "TEXT_INVISIBLE"),
        ("\u{3164}", "TEXT_INVISIBLE"),
    ] {
        assert_eq!(refusal(text), code, "{text:?}");
    }
}

#[test]
fn length_is_counted_in_code_points_not_bytes() {
    assert_eq!(check_text(&"é".repeat(250), 250), Ok(()));
    assert_eq!(refusal(&"é".repeat(251)), "TEXT_TOO_LONG");
}

#[test]
fn four_marks_in_a_row_are_writing_and_five_are_a_stack() {
    // Latin, Hebrew, Thai, Devanagari, an enclosing mark, a mark beyond the basic plane.
    for mark in ['\u{300}', '\u{5b0}', '\u{e48}', '\u{93f}', '\u{20dd}', '\u{1e8d0}'] {
        let stacked = |count: usize| format!("a{}b", mark.to_string().repeat(count));
        assert_eq!(check_text(&stacked(4), 250), Ok(()), "{mark:?}");
        assert_eq!(refusal(&stacked(5)), "TEXT_COMBINING", "{mark:?}");
    }
    let spread = "a\u{301}\u{302}\u{303}\u{304}".repeat(10);
    assert_eq!(check_text(&spread, 250), Ok(()), "each letter counts anew");
    assert_eq!(check_text(&"\u{301}".repeat(5_000), 5_000).expect_err("a stack").code(), "TEXT_COMBINING");
}

proptest! {
    #[test]
    fn visible_letters_pass_and_any_text_is_judged(
        letters in r"[\p{Latin}0-9 .,'()/-]{0,80}[A-Za-z]",
        any in r"\PC{0,80}",
    ) {
        prop_assert_eq!(check_text(&letters, 200), Ok(()));
        if check_text(&any, 40).is_ok() {
            prop_assert!((1..=40).contains(&any.chars().count()));
            prop_assert!(!any.chars().any(char::is_control));
        }
    }

    #[test]
    fn one_bad_character_anywhere_spoils_a_text(
        head in "[a-z]{0,20}",
        bad in prop::sample::select(vec!['\0', '\u{7f}', '\u{202a}', '\u{2060}']),
        tail in "[a-z]{0,20}",
    ) {
        let text = format!("{head}{bad}{tail}");
        prop_assert!(check_text(&text, 100).is_err());
    }
}
