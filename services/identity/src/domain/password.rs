//! What a password must not be.

use kernel::Nip;
use unicode_normalization::UnicodeNormalization as _;
use zxcvbn::{Score, zxcvbn};

/// Code points of a password, taken exactly as typed.
pub(crate) const LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

/// Words that head every list of cracked passwords, Indonesian and common ones; a line each, lower case.
const COMMON: &str = include_str!("common_passwords.txt");

/// A part of a name shorter than this stands in too many other words ("ali" in "kalimantan").
const NAME_PART: usize = 4;
const AGENCY_PART: usize = 5;

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PasswordRule {
    /// Not 8 to 128 code points.
    Length,
    /// Among the first that anybody would try.
    Common,
    /// Contains what others know of the person: NIP, birth date, name, agency, username.
    Personal,
}

impl PasswordRule {
    /// Stable code.
    #[must_use]
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Length => "PASSWORD_LENGTH",
            Self::Common => "PASSWORD_COMMON",
            Self::Personal => "PASSWORD_PERSONAL",
        }
    }

    /// The rule for developers.
    #[must_use]
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Length => "8 to 128 characters",
            Self::Common => "too easily guessed",
            Self::Personal => "contains the NIP, name, birth date, agency or username",
        }
    }
}

/// What others know of the person.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known<'a> {
    /// The NIP, and with it the birth date.
    pub(crate) nip: Option<Nip>,
    /// Name with titles.
    pub(crate) name: &'a str,
    /// Name of the agency.
    pub(crate) agency_name: &'a str,
    /// An officer's username.
    pub(crate) username: &'a str,
}

/// Every rule that the password breaks.
#[must_use]
pub(crate) fn broken_rules(password: &str, known: &Known<'_>) -> Vec<PasswordRule> {
    let mut broken = Vec::new();
    if !LENGTH.contains(&password.chars().take(LENGTH.end() + 1).count()) {
        // Nothing more is said of what is not even read to its end.
        return vec![PasswordRule::Length];
    }
    let folded = fold(password);
    let forbidden = known.forbidden();
    if forbidden.iter().any(|part| folded.contains(part.as_str())) {
        broken.push(PasswordRule::Personal);
    }
    if is_common(&folded) || guessable(password, &forbidden) {
        broken.push(PasswordRule::Common);
    }
    broken
}

impl Known<'_> {
    /// Letters and digits that must not stand in the password, folded.
    fn forbidden(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if let Some(nip) = &self.nip {
            let (digits, born) = (nip.expose(), nip.birth_date());
            let (year, month, day) =
                (format!("{:04}", born.year()), format!("{:02}", u8::from(born.month())), format!("{:02}", born.day()));
            // The NIP contains the birth date as YYYYMMDD; the others are how people write it.
            parts.extend([digits[8..].to_owned(), format!("{year}{month}{day}"), format!("{day}{month}{year}")]);
            parts.extend([format!("{day}{month}{}", &year[2..]), format!("{}{month}{day}", &year[2..])]);
        }
        parts.extend(words(self.name, NAME_PART));
        parts.extend(words(self.agency_name, AGENCY_PART));
        parts.extend(Some(fold(self.username)).filter(|username| username.len() >= NAME_PART));
        parts
    }
}

/// The words of a name, and the name as a whole when its words are all short.
fn words(name: &str, shortest: usize) -> Vec<String> {
    let parts = name.split_whitespace().map(fold).filter(|part| part.chars().count() >= shortest);
    let whole = Some(fold(name)).filter(|whole| whole.chars().count() >= shortest);
    parts.chain(whole).collect()
}

/// Lower case, letters and digits only: `B.u-d_i 1980` hides nothing.
fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// Whether it is a word of the list, with or without digits at its end.
fn is_common(folded: &str) -> bool {
    let word = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let listed = |text: &str| !text.is_empty() && COMMON.lines().any(|line| line == text);
    listed(folded) || listed(word)
}

/// The floor: fewer than a million guesses for somebody who knows the person.
fn guessable(password: &str, known: &[String]) -> bool {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    zxcvbn(password, &known).score() < Score::Two
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn siti() -> Known<'static> {
        Known {
            nip: Some(Nip::parse("198612262009122001").unwrap()),
            name: "Siti Aminah, S.Kom",
            agency_name: "Pemerintah Kota Bandung",
            username: "siti.bkd",
        }
    }

    fn broken(password: &str) -> Vec<PasswordRule> {
        broken_rules(password, &siti())
    }

    #[test]
    fn good_passwords_pass_whatever_they_are_made_of() {
        for password in [
            "kuda lumping terbang 7",
            "r7#Kq!2mZx",
            "\u{1f418}gajah\u{1f418}naik sepeda",
            &"ombak laut selatan ".repeat(6),
        ] {
            assert_eq!(broken(password), [], "{password}");
        }
    }

    #[test]
    fn length_counts_code_points() {
        let of = |count: usize| "qzkwjxvr7#mp9!".chars().cycle().take(count).collect::<String>();
        assert_eq!(broken(&of(7)), [PasswordRule::Length]);
        assert_eq!(broken(&of(8)), []);
        assert_eq!(broken(&of(128)), []);
        assert_eq!(broken(&of(129)), [PasswordRule::Length]);
        assert_eq!(broken(&"\u{1f418}".repeat(7)), [PasswordRule::Length]);
        assert_eq!(broken(&"x".repeat(10 << 20)), [PasswordRule::Length]);
    }

    #[test]
    fn common_ones_are_refused_with_their_years_too() {
        for password in
            ["password", "Rahasia123", "indonesia2015", "BismillaH", "12345678", "qwertyuiop", "aaaaaaaaaaaa"]
        {
            assert!(broken(password).contains(&PasswordRule::Common), "{password}");
        }
    }

    #[test]
    fn what_others_know_of_the_person_is_refused() {
        for password in [
            "198612262009122001",
            "x-2009122001-x!q",
            "lahir 26-12-1986 ya",
            "kw#26121986#zt",
            "kw#861226#ztq",
            "AMINAH cantik sekali",
            "s.i.t.i suka durian",
            "juara Bandung terus",
            "siti.bkd sudah 9 tahun",
        ] {
            assert!(broken(password).contains(&PasswordRule::Personal), "{password}");
        }
    }

    #[test]
    fn a_short_part_of_a_name_forbids_no_other_word() {
        let ali = Known { name: "Ali Abu", ..Known::default() };
        assert_eq!(broken_rules("kalimantan raya 77 q", &ali), []);
        assert_eq!(broken_rules("zx aliabu 77 wq", &ali), [PasswordRule::Personal]);
    }

    #[test]
    fn the_list_is_in_the_form_that_it_is_compared_in() {
        for line in COMMON.lines() {
            assert_eq!(fold(line), line);
            assert!(line.chars().count() >= 4, "{line}");
        }
        assert!(COMMON.lines().count() >= 200);
    }

    proptest! {
        // Unoptimised, one estimate takes milliseconds.
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn no_password_with_the_birth_date_passes(before in "[a-zA-Z #!]{0,12}", after in "[a-zA-Z #!]{0,12}", year in 1950_i32..2005, month in 1_u8..=12, day in 1_u8..=28) {
            let nip = Nip::parse(&format!("{year:04}{month:02}{day:02}2010011001")).unwrap();
            let known = Known { nip: Some(nip), ..Known::default() };
            for date in [format!("{year:04}{month:02}{day:02}"), format!("{day:02}-{month:02}-{year:04}"), format!("{day:02}/{month:02}/{:02}", year % 100)] {
                let password = format!("{before}{date}{after}");
                prop_assert!(!broken_rules(&password, &known).is_empty());
            }
        }
    }
}
