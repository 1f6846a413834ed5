//! Numbers as people write them: `1.150.000` and `25,0 %`, or `1,150,000` and `25.0 %`.

use crate::language::Language;

/// A number with its thousands apart.
#[must_use]
pub(crate) fn grouped(number: u64, language: Language) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(language.choose('.', ','));
        }
        text.push(digit);
    }
    text
}

/// A part of a whole in tenths of a percent, rounded down, so that only the whole is 100 %. Nothing of nothing is none.
#[must_use]
pub(crate) fn permille(part: u64, whole: u64) -> u64 {
    let part = u128::from(part.min(whole));
    u64::try_from((part * 1000).checked_div(u128::from(whole)).unwrap_or(0)).unwrap_or(1000)
}

/// Tenths of a percent with their sign.
#[must_use]
pub(crate) fn percent(permille: u64, language: Language) -> String {
    format!("{}{}{} %", permille / 10, language.choose(',', '.'), permille % 10)
}

/// A registration number in two halves, as it is read out and typed: `C8Y9 GVRP`.
#[must_use]
pub(crate) fn in_halves(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    characters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart_as_the_language_has_it() {
        assert_eq!(grouped(4_600_000, Language::Indonesian), "4.600.000");
        assert_eq!(grouped(4_600_000, Language::English), "4,600,000");
        for (number, written) in [(0, "0"), (999, "999"), (1_000, "1.000"), (12_345, "12.345")] {
            assert_eq!(grouped(number, Language::Indonesian), written);
        }
    }

    #[test]
    fn only_the_whole_is_a_hundred_percent() {
        assert_eq!(percent(permille(4_599_999, 4_600_000), Language::Indonesian), "99,9 %");
        assert_eq!(percent(permille(5, 5), Language::English), "100.0 %");
        assert_eq!((permille(7, 5), permille(3, 0), permille(u64::MAX, u64::MAX)), (1000, 0, 1000));
    }

    #[test]
    fn a_number_is_read_in_halves() {
        assert_eq!((in_halves("C8Y9GVRP").as_str(), in_halves("").as_str()), ("C8Y9 GVRP", ""));
    }
}
