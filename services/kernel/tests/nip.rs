use kernel::{Coded, Flag, Nip, NipError, Sex};
use proptest::prelude::*;
use time::{Date, Month, macros::date};

fn nip(text: &str) -> Nip {
    Nip::parse(text).expect("a good NIP")
}

fn refusal(text: &str) -> &'static str {
    Nip::parse(text).expect_err("a bad NIP").code()
}

#[test]
fn the_parts_of_a_nip_are_read() {
    let nip = nip("198612262009122001");
    assert_eq!(nip.birth_date(), date!(1986 - 12 - 26));
    assert_eq!(nip.tmt_cpns(), (2009, Month::December));
    assert_eq!(nip.sex(), Sex::Female);
    assert_eq!(nip.sequence(), 1);
    assert_eq!(Nip::parse("197501022014071003").map(|nip| nip.sex()), Ok(Sex::Male));
}

#[test]
fn a_nip_is_read_however_people_group_it() {
    for typed in ["19861226 200912 2 001", "19861226.200912.2.001", "19861226-200912-2-001", " 198612262009122001 "] {
        assert_eq!(nip(typed).expose(), "198612262009122001");
    }
}

#[test]
fn each_hard_rule_is_refused_by_its_name() {
    for (typed, code) in [
        ("", "NIP_LENGTH"),
        ("19861226200912200", "NIP_LENGTH"),
        // The trap of the agency's own screens: 19 digits.
        ("1986122622010101001", "NIP_LENGTH"),
        ("19861226200912200O", "NIP_DIGITS"),
        ("198612262009122001\n", "NIP_DIGITS"),
        ("198612262009122001\u{a0}", "NIP_DIGITS"),
        ("+98612262009122001", "NIP_DIGITS"),
        ("١٩٨٦١٢٢٦٢٠٠٩١٢٢٠٠١", "NIP_DIGITS"),
        ("１９８６１２２６２００９１２２００１", "NIP_DIGITS"),
        ("198613262009122001", "NIP_BIRTH_DATE"),
        ("198602302009122001", "NIP_BIRTH_DATE"),
        ("198602292009122001", "NIP_BIRTH_DATE"),
        ("198600002009122001", "NIP_BIRTH_DATE"),
        ("189912312009122001", "NIP_BIRTH_DATE"),
        ("000001012009122001", "NIP_BIRTH_DATE"),
        ("198612262009132001", "NIP_TMT_CPNS"),
        ("198612262009002001", "NIP_TMT_CPNS"),
        ("198612262100012001", "NIP_TMT_CPNS"),
        ("198612262009120001", "NIP_SEX"),
        ("198612262009123001", "NIP_SEX"),
        ("198612262009122000", "NIP_SEQUENCE"),
    ] {
        assert_eq!(refusal(typed), code, "{typed:?}");
    }
}

#[test]
fn a_leap_day_is_a_birthday_in_leap_years() {
    assert_eq!(nip("198802292009122001").birth_date(), date!(1988 - 02 - 29));
}

#[test]
fn neither_a_nip_nor_its_refusal_shows_digits() {
    assert_eq!(format!("{:?}", nip("198612262009122001")), "Nip(***)");
    let refused = NipError::BirthDate;
    assert!(!format!("{refused} {refused:?}").contains(|c: char| c.is_ascii_digit()));
}

#[test]
fn eighteen_is_counted_to_the_first_of_the_month_of_appointment() {
    assert!(!nip("198612012004122001").younger_than_18_at_tmt(), "eighteen on the very day");
    assert!(nip("198612022004122001").younger_than_18_at_tmt(), "eighteen a day later");
    assert!(!nip("198612312005012001").younger_than_18_at_tmt());
    assert!(nip("200002292018022001").younger_than_18_at_tmt(), "born on a leap day");
    assert!(nip("198612261980012001").younger_than_18_at_tmt(), "appointed before birth");
}

#[test]
fn what_disagrees_with_the_master_data_is_flagged() {
    let nip = nip("198612262004122001");
    assert_eq!(nip.flags(None, None), [Flag::NipUnder18AtTmtCpns]);
    assert_eq!(nip.flags(Some(date!(1986 - 12 - 26)), Some(Sex::Female)), [Flag::NipUnder18AtTmtCpns]);
    assert_eq!(
        nip.flags(Some(date!(1986 - 12 - 27)), Some(Sex::Male)),
        [Flag::NipUnder18AtTmtCpns, Flag::NipBirthDateDiffers, Flag::NipSexDiffers]
    );
}

proptest! {
    #[test]
    fn every_real_nip_reads_back(
        born in (1900..=2099, 1..=366u16),
        tmt_year in 1900..=2099,
        tmt_month in 1..=12u8,
        sex in 1..=2u8,
        sequence in 1..=999u16,
    ) {
        let Ok(born) = Date::from_ordinal_date(born.0, born.1) else { return Ok(()) };
        let text = format!(
            "{:04}{:02}{:02}{tmt_year:04}{tmt_month:02}{sex}{sequence:03}",
            born.year(), u8::from(born.month()), born.day(),
        );
        let nip = nip(&text);
        prop_assert_eq!(nip.expose(), &text);
        prop_assert_eq!(nip.birth_date(), born);
        prop_assert_eq!((nip.tmt_cpns().0, u8::from(nip.tmt_cpns().1)), (tmt_year, tmt_month));
        prop_assert_eq!(nip.sex() == Sex::Male, sex == 1);
        prop_assert_eq!(nip.sequence(), sequence);
    }

    #[test]
    fn whatever_is_typed_is_refused_or_canonical(text in r"\PC{0,24}|[0-9 .-]{0,24}") {
        if let Ok(nip) = Nip::parse(&text) {
            prop_assert_eq!(Nip::parse(nip.expose()), Ok(nip));
            prop_assert_eq!(text.replace([' ', '.', '-'], ""), nip.expose());
        }
    }
}
