use kernel::{Coded, Flag, Nik, Nip, Sex};
use proptest::prelude::*;
use time::{Date, macros::date};

fn nik(text: &str) -> Nik {
    Nik::parse(text).expect("a good NIK")
}

#[test]
fn a_womans_day_of_birth_is_counted_from_forty() {
    assert_eq!(nik("3273016612860001").sex(), Sex::Female);
    assert!(nik("3273016612860001").agrees_with_birth_date(date!(1986 - 12 - 26)));
    assert_eq!(nik("3273012612860001").sex(), Sex::Male);
    assert!(nik("3273012612860001").agrees_with_birth_date(date!(1986 - 12 - 26)));
}

#[test]
fn each_hard_rule_is_refused_by_its_name() {
    for (typed, code) in [
        // The trap of the agency's own screens: 18 digits.
        ("265441200012100007", "NIK_LENGTH"),
        ("327301661286000", "NIK_LENGTH"),
        ("32730166128600O1", "NIK_DIGITS"),
        ("３２７３０１６６１２８６０００１", "NIK_DIGITS"),
        ("٣٢٧٣٠١٦٦١٢٨٦٠٠٠١", "NIK_DIGITS"),
        ("0000000000000000", "NIK_DATE"),
        ("3273013213860001", "NIK_DATE"),
        ("3273013202860001", "NIK_DATE"),
        ("3273014012860001", "NIK_DATE"),
        ("3273017212860001", "NIK_DATE"),
        ("3273012902010001", "NIK_DATE"),
    ] {
        assert_eq!(Nik::parse(typed).expect_err("a bad NIK").code(), code, "{typed:?}");
    }
}

#[test]
fn a_leap_day_of_the_year_00_is_one_of_2000() {
    assert!(nik("3273012902000001").agrees_with_birth_date(date!(2000 - 02 - 29)));
}

#[test]
fn a_nik_has_no_century() {
    let nik = nik("3273011507500001");
    assert!(nik.agrees_with_birth_date(date!(1950 - 07 - 15)));
    assert!(nik.agrees_with_birth_date(date!(2050 - 07 - 15)));
    assert!(!nik.agrees_with_birth_date(date!(1950 - 07 - 16)));
    assert!(!nik.agrees_with_birth_date(date!(1950 - 08 - 15)));
    assert!(!nik.agrees_with_birth_date(date!(1951 - 07 - 15)));
}

#[test]
fn what_disagrees_with_the_nip_is_flagged_not_refused() {
    let nip = Nip::parse("198612262009122001").expect("a good NIP");
    assert_eq!(nik("3273016612860001").mismatches(&nip), []);
    assert_eq!(nik("3273012612860001").mismatches(&nip), [Flag::NikSexDiffers]);
    assert_eq!(nik("3273016712860001").mismatches(&nip), [Flag::NikBirthDateDiffers]);
    assert_eq!(nik("3273010101700001").mismatches(&nip), [Flag::NikBirthDateDiffers, Flag::NikSexDiffers]);
}

#[test]
fn it_does_not_show_itself() {
    assert_eq!(format!("{:?}", nik("3273016612860001")), "Nik(***)");
}

proptest! {
    #[test]
    fn every_real_nik_reads_back(
        region in 110_101..=999_999u32, year in 1900..=2099, ordinal in 1..=366u16, woman: bool, serial in 1..=9_999u16,
    ) {
        let Ok(born) = Date::from_ordinal_date(year, ordinal) else { return Ok(()) };
        let day = born.day() + if woman { 40 } else { 0 };
        let text = format!("{region:06}{day:02}{:02}{:02}{serial:04}", u8::from(born.month()), year % 100);
        let nik = nik(&text);
        prop_assert_eq!(nik.expose(), text);
        prop_assert_eq!(nik.sex() == Sex::Female, woman);
        prop_assert!(nik.agrees_with_birth_date(born));
    }

    #[test]
    fn whatever_is_typed_is_refused_or_canonical(text in r"\PC{0,20}|[0-9 .-]{14,20}") {
        if let Ok(nik) = Nik::parse(&text) {
            prop_assert_eq!(text.replace([' ', '.', '-'], ""), nik.expose());
        }
    }
}
