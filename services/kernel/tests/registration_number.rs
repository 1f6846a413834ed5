use std::collections::HashSet;

use kernel::{Coded, NumberKey, RegistrationNumber};
use proptest::prelude::*;

const SYMBOLS: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

fn key() -> NumberKey {
    NumberKey::new(std::array::from_fn(|place| place as u8))
}

fn number(sequence: u64) -> RegistrationNumber {
    RegistrationNumber::from_sequence(sequence, &key()).expect("below the end")
}

fn refusal(typed: &str) -> &'static str {
    RegistrationNumber::parse(typed).expect_err("a bad number").code()
}

/// Numbers are printed on cards: these must never change.
#[test]
fn vectors() {
    for (sequence, text) in
        [(0, "YECTP2TQ"), (1, "VTG4C95S"), (1_000_000, "KZVKNHZX"), (RegistrationNumber::COUNT - 1, "N6NBVPTP")]
    {
        assert_eq!(number(sequence).as_str(), text);
    }
}

#[test]
fn the_sequence_ends_after_seven_symbols() {
    let past = RegistrationNumber::from_sequence(RegistrationNumber::COUNT, &key());
    assert_eq!(past.expect_err("past the end").code(), "SEQUENCE_EXHAUSTED");
    assert!(RegistrationNumber::from_sequence(u64::MAX, &key()).is_err());
}

#[test]
fn a_number_is_read_however_people_type_it() {
    let number = number(42);
    let (head, tail) = number.as_str().split_at(4);
    for typed in [
        number.as_str().to_lowercase(),
        format!("{head} {tail}"),
        format!("{head}-{tail}"),
        format!(" {} - {tail} ", head.to_lowercase()),
    ] {
        assert_eq!(RegistrationNumber::parse(&typed), Ok(number), "{typed:?}");
    }
}

#[test]
fn each_rule_is_refused_by_its_name() {
    for (typed, code) in [
        ("", "REGISTRATION_NUMBER_LENGTH"),
        ("2222222", "REGISTRATION_NUMBER_LENGTH"),
        ("222222222", "REGISTRATION_NUMBER_LENGTH"),
        ("2222222I", "REGISTRATION_NUMBER_SYMBOL"),
        ("2222222O", "REGISTRATION_NUMBER_SYMBOL"),
        ("22222220", "REGISTRATION_NUMBER_SYMBOL"),
        ("22222221", "REGISTRATION_NUMBER_SYMBOL"),
        ("2222.2222", "REGISTRATION_NUMBER_SYMBOL"),
        ("２２２２２２２２", "REGISTRATION_NUMBER_SYMBOL"),
        ("22222223", "REGISTRATION_NUMBER_CHECK"),
    ] {
        assert_eq!(refusal(typed), code, "{typed:?}");
    }
}

#[test]
fn neighbouring_sequences_share_nothing_and_nothing_repeats() {
    let numbers: Vec<String> = (0..20_000).map(|sequence| number(sequence).to_string()).collect();
    assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len());
    // By chance one place in 32 is equal: about 0.22 of 7.
    let equal_places = |pair: &[String]| pair[0].bytes().zip(pair[1].bytes()).take(7).filter(|(a, b)| a == b).count();
    let mean = numbers.windows(2).map(equal_places).sum::<usize>() as f64 / 19_999.0;
    assert!((0.18..0.26).contains(&mean), "{mean} equal places");
}

proptest! {
    #[test]
    fn a_number_reads_back(sequence in 0..RegistrationNumber::COUNT) {
        let number = number(sequence);
        prop_assert_eq!(RegistrationNumber::parse(number.as_str()), Ok(number));
    }

    #[test]
    fn different_sequences_give_different_numbers(
        one in 0..RegistrationNumber::COUNT,
        other in 0..RegistrationNumber::COUNT,
    ) {
        prop_assert_eq!(one == other, number(one) == number(other));
    }

    #[test]
    fn every_single_wrong_character_is_noticed(sequence in 0..RegistrationNumber::COUNT) {
        let right = number(sequence).to_string();
        for place in 0..right.len() {
            for wrong in SYMBOLS.chars().filter(|symbol| !right[place..].starts_with(*symbol)) {
                let mut typed = right.clone();
                typed.replace_range(place..=place, &wrong.to_string());
                prop_assert_eq!(refusal(&typed), "REGISTRATION_NUMBER_CHECK");
            }
        }
    }

    #[test]
    fn every_exchange_of_two_characters_is_noticed(sequence in 0..RegistrationNumber::COUNT) {
        let right: Vec<char> = number(sequence).as_str().chars().collect();
        for (one, other) in (0..8).flat_map(|one| (0..one).map(move |other| (one, other))) {
            if right[one] != right[other] {
                let mut typed = right.clone();
                typed.swap(one, other);
                prop_assert_eq!(refusal(&typed.iter().collect::<String>()), "REGISTRATION_NUMBER_CHECK");
            }
        }
    }
}
