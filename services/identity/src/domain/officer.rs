//! Officers' usernames.

/// The username in its one form: 3 to 64 of `a-z 0-9 . _ -`, capitals taken as small letters; `None` for anything else.
#[must_use]
pub fn parse_username(text: &str) -> Option<String> {
    let text = text.trim_matches(' ').to_ascii_lowercase();
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-');
    ((3..=64).contains(&text.len()) && text.bytes().all(fits)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_has_one_form() {
        assert_eq!(parse_username(" Verifikator.Bandung ").as_deref(), Some("verifikator.bandung"));
        for text in ["ab", "spasi di tengah", "budi@bkn", "b\u{fc}di", &"a".repeat(65), ""] {
            assert_eq!(parse_username(text), None, "{text}");
        }
    }
}
