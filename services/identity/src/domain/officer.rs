//! Officers' usernames, and what they say of the office.

use kernel::{Jurisdiction, RegistrationNumber};

/// What the names of officers begin with whom rehearsals enrol: `geladi.`, and the code of one of their agencies (`X...`).
const REHEARSED: &str = "geladi.x";

/// The username in its one form: 3 to 64 of `a-z 0-9 . _ -`, capitals taken as small letters; `None` for anything else.
///
/// What can be read as a registration number is none: the sign-in takes it for an employee's.
#[must_use]
pub(crate) fn parse_username(text: &str) -> Option<String> {
    let text = text.trim_matches(' ').to_ascii_lowercase();
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-');
    let is_number = RegistrationNumber::parse(&text).is_ok();
    ((3..=64).contains(&text.len()) && text.bytes().all(fits) && !is_number).then_some(text)
}

/// Whether an officer of this name may hold there. Those of a rehearsal reach nothing that is real: a purge takes them by their
/// names, and so must whoever gives them an office.
#[must_use]
pub(crate) fn may_hold(username: &str, jurisdiction: &Jurisdiction) -> bool {
    !username.starts_with(REHEARSED) || jurisdiction.is_rehearsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_number_is_no_username_however_it_is_typed() {
        let number = RegistrationNumber::from_sequence(1, &kernel::NumberKey::new([7; 32])).unwrap().to_string();
        let (head, tail) = number.split_at(4);
        for typed in [number.clone(), number.to_lowercase(), format!("{head}-{tail}"), format!("-{head}--{tail}-")] {
            assert_eq!(parse_username(&typed), None, "{typed}");
        }
        let mistyped = if number.ends_with('2') { "3" } else { "2" };
        assert!(parse_username(&format!("{}{mistyped}", &number[..7])).is_some(), "no number: its check does not fit");
    }

    #[test]
    fn a_username_has_one_form() {
        assert_eq!(parse_username(" Verifikator.Bandung ").as_deref(), Some("verifikator.bandung"));
        for text in ["ab", "spasi di tengah", "budi@bkn", "b\u{fc}di", &"a".repeat(65), ""] {
            assert_eq!(parse_username(text), None, "{text}");
        }
    }

    #[test]
    fn an_officer_of_a_rehearsal_holds_nowhere_but_there() {
        let may_hold = |username, jurisdiction| may_hold(username, &Jurisdiction::parse(jurisdiction).unwrap());
        for jurisdiction in ["rehearsal", "unit:X001", "agency:X001", "kanreg:X01"] {
            assert!(may_hold("geladi.x001.bkd.0badcafe", jurisdiction), "{jurisdiction}");
            assert!(may_hold("kepala.x001", jurisdiction), "{jurisdiction}");
        }
        for jurisdiction in ["nation", "unit:1001", "agency:3573", "kanreg:03"] {
            assert!(!may_hold("geladi.x001.bkd.0badcafe", jurisdiction), "{jurisdiction}");
            assert!(may_hold("geladi", jurisdiction) && may_hold("geladi.malang", jurisdiction), "{jurisdiction}");
        }
    }
}
