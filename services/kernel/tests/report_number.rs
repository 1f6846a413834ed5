use kernel::{Coded, NumberKey, ReportNumber};
use proptest::prelude::*;

fn key() -> NumberKey {
    NumberKey::new(std::array::from_fn(|place| place as u8))
}

fn number(sequence: u64) -> ReportNumber {
    ReportNumber::from_sequence(sequence, &key()).expect("below the end")
}

fn refusal(typed: &str) -> &'static str {
    ReportNumber::parse(typed).expect_err("a bad number").code()
}

/// Numbers are handed to people: these must never change.
#[test]
fn vectors() {
    for (sequence, text) in
        [(0, "1160942599"), (1, "3763853035"), (39, "0082328595"), (ReportNumber::COUNT - 1, "6638183814")]
    {
        assert_eq!(number(sequence).as_str(), text);
    }
}

#[test]
fn leading_zeros_are_part_of_the_number() {
    let zeros = number(39);
    assert!(zeros.as_str().starts_with('0'));
    assert_eq!(refusal(zeros.as_str().trim_start_matches('0')), "REPORT_NUMBER_LENGTH");
}

#[test]
fn each_rule_is_refused_by_its_name() {
    for (typed, code) in [
        // The nine digits of the agency's own screens: a zero was swallowed.
        ("427800048", "REPORT_NUMBER_LENGTH"),
        ("", "REPORT_NUMBER_LENGTH"),
        ("00000000000", "REPORT_NUMBER_LENGTH"),
        ("000000000O", "REPORT_NUMBER_DIGITS"),
        ("٠٠٠٠٠٠٠٠٠٠", "REPORT_NUMBER_DIGITS"),
        ("0000000001", "REPORT_NUMBER_CHECK"),
    ] {
        assert_eq!(refusal(typed), code, "{typed:?}");
    }
}

#[test]
fn the_sequence_ends_after_nine_digits() {
    let past = ReportNumber::from_sequence(ReportNumber::COUNT, &key());
    assert_eq!(past.expect_err("past the end").code(), "SEQUENCE_EXHAUSTED");
}

proptest! {
    #[test]
    fn a_number_reads_back(sequence in 0..ReportNumber::COUNT) {
        let number = number(sequence);
        prop_assert_eq!(number.as_str().len(), 10);
        let (head, tail) = number.as_str().split_at(5);
        prop_assert_eq!(ReportNumber::parse(&format!(" {head}-{tail}")), Ok(number));
    }

    #[test]
    fn different_sequences_give_different_numbers(
        one in 0..ReportNumber::COUNT,
        other in 0..ReportNumber::COUNT,
    ) {
        prop_assert_eq!(one == other, number(one) == number(other));
    }

    #[test]
    fn every_single_wrong_digit_is_noticed(sequence in 0..ReportNumber::COUNT) {
        let right = number(sequence).to_string();
        for place in 0..right.len() {
            for wrong in ('0'..='9').filter(|digit| !right[place..].starts_with(*digit)) {
                let mut typed = right.clone();
                typed.replace_range(place..=place, &wrong.to_string());
                prop_assert_eq!(refusal(&typed), "REPORT_NUMBER_CHECK");
            }
        }
    }

    #[test]
    fn every_exchange_of_neighbours_is_noticed(sequence in 0..ReportNumber::COUNT) {
        let right: Vec<char> = number(sequence).as_str().chars().collect();
        for place in (1..right.len()).filter(|&place| right[place] != right[place - 1]) {
            let mut typed = right.clone();
            typed.swap(place, place - 1);
            prop_assert_eq!(refusal(&typed.iter().collect::<String>()), "REPORT_NUMBER_CHECK");
        }
    }
}
