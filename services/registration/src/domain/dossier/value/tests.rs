use proptest::prelude::*;

use super::*;
use crate::domain::reference::field::Master;

fn field(kind: FieldType, min_length: usize, max_length: usize) -> Field {
    Field {
        key: "a_field".into(),
        section: "data_utama".into(),
        label_id: "Isian".into(),
        label_en: "Field".into(),
        kind,
        min_length,
        max_length,
        reference_table: (kind == FieldType::Reference).then(|| "agama".to_owned()),
        required: false,
        read_only: false,
        document_required: false,
        stages: kernel::Stage::ALL.to_vec(),
        sealed: false,
        master: Master::Attribute,
    }
}

fn kept(kind: FieldType, (fewest, most): (usize, usize), typed: &str) -> Result<String, &'static str> {
    read(&field(kind, fewest, most), typed).map(|value| value.expose().to_owned()).map_err(|broken| broken.code)
}

#[test]
fn texts_lose_the_spaces_that_nobody_meant_and_keep_everything_else() {
    let text = |typed: &str| kept(FieldType::Text, (1, 10), typed);
    assert_eq!(text("  Nur   A'la "), Ok("Nur A'la".into()));
    assert_eq!(text("=HYPERLINK"), Ok("=HYPERLINK".into()));
    assert_eq!(text("{{7*7}}"), Ok("{{7*7}}".into()));
    for (typed, code) in [
        ("", "TEXT_EMPTY"),
        ("   ", "TEXT_EMPTY"),
        ("12345678901", "TEXT_TOO_LONG"),
        ("a\u{7}b", "TEXT_CONTROL"),
        ("a\nb", "TEXT_CONTROL"),
        ("a\u{202e}b", "TEXT_BIDI"),
        ("a\u{200b}b", "TEXT_INVISIBLE"),
        ("a\u{301}\u{301}\u{301}\u{301}\u{301}", "TEXT_COMBINING"),
    ] {
        assert_eq!(text(typed), Err(code), "{typed:?}");
    }
}

#[test]
fn days_exist_and_have_one_form() {
    let date = |typed: &str| kept(FieldType::Date, (10, 10), typed);
    assert_eq!(date(" 2000-02-29 "), Ok("2000-02-29".into()));
    for typed in ["", "1900-02-29", "2001-02-30", "2001-13-01", "1899-12-31", "2101-01-01", "2001-2-3", "01-02-2001"] {
        assert_eq!(date(typed), Err("DATE_FORM"), "{typed}");
    }
    for typed in ["+2001-02-03", "2001-02-03T00:00", "\u{662}001-02-03", "2001-02-0\u{664}", "2001/02/03"] {
        assert_eq!(date(typed), Err("DATE_FORM"), "{typed}");
    }
}

#[test]
fn years_and_digits_are_ascii_and_of_the_right_count() {
    let year = |typed: &str| kept(FieldType::Year, (4, 4), typed);
    assert_eq!(year("1998"), Ok("1998".into()));
    for typed in ["", "98", "+998", "1899", "2101", "19 98", "\u{661}\u{669}\u{669}\u{668}"] {
        assert_eq!(year(typed), Err("YEAR_FORM"), "{typed}");
    }
    let postal = |typed: &str| kept(FieldType::Digits, (5, 5), typed);
    assert_eq!(postal("40.1-1 5"), Ok("40115".into()));
    for typed in ["", "4011", "401155", "4011a", "\u{ff14}0115", "+4011", "4011\n5"] {
        assert_eq!(postal(typed), Err("DIGITS_FORM"), "{typed:?}");
    }
}

#[test]
fn identifiers_name_the_rule_of_the_kernel() {
    let nik = |typed: &str| kept(FieldType::Nik, (16, 16), typed);
    assert_eq!(nik("3273 0101 0180 0001"), Ok("3273010101800001".into()));
    assert_eq!(nik("265441200012100007"), Err("NIK_LENGTH"));
    assert_eq!(nik("3273013201800001"), Err("NIK_DATE"));
    assert_eq!(nik("327301010180000x"), Err("NIK_DIGITS"));
    let old = |typed: &str| kept(FieldType::OldNip, (8, 9), typed);
    assert_eq!(old("130 372 118"), Ok("130372118".into()));
    assert_eq!(old("1234567"), Err("OLD_NIP_LENGTH"));
    assert_eq!(old("12345678o"), Err("OLD_NIP_DIGITS"));
}

#[test]
fn addresses_are_plain() {
    let email = |typed: &str| kept(FieldType::Email, (1, 254), typed);
    assert_eq!(email(" siti.aminah+x@bkd.jabarprov.go.id "), Ok("siti.aminah+x@bkd.jabarprov.go.id".into()));
    for typed in [
        "",
        "budi",
        "@bkn.go.id",
        "budi@",
        "budi@localhost",
        "budi@127.0.0.1",
        "a@b@c.id",
        "budi@bkn.go.id\r\nBcc: x@y.id",
        "b\u{fc}di@bkn.go.id",
        "budi@-bkn.id",
        "budi@bkn..id",
        ".budi@bkn.id",
        "bu..di@bkn.id",
        "Budi <budi@bkn.go.id>",
    ] {
        assert_eq!(email(typed), Err("EMAIL_INVALID"), "{typed:?}");
    }
}

#[test]
fn a_million_characters_are_refused_by_every_type() {
    let much = "7".repeat(1_000_000);
    for (name, kind) in FieldType::NAMES {
        assert!(read(&field(kind, 1, 250), &much).is_err(), "{name}");
    }
}

proptest! {
    /// What is kept is what would be kept again, so that the same value typed twice is the same.
    #[test]
    fn the_kept_form_is_its_own(typed in "\\PC{0,30}", numbers in "[0-9 .-]{0,20}") {
        for (_, kind) in FieldType::NAMES {
            for typed in [&typed, &numbers] {
                let field = field(kind, 1, 20);
                if let Ok(value) = read(&field, typed) {
                    prop_assert_eq!(read(&field, value.expose()), Ok(value));
                }
            }
        }
    }

    #[test]
    fn every_day_is_read_back(day in 0..70_000_i32) {
        let date = Date::from_calendar_date(1900, time::Month::January, 1).unwrap() + time::Duration::days(day.into());
        let typed = date.to_string();
        prop_assert_eq!(read(&field(FieldType::Date, 10, 10), &typed).unwrap().date(), Some(date));
    }

    #[test]
    fn nothing_that_is_refused_or_kept_shows_in_a_log(typed in "[a-z0-9]{6,20}") {
        for (_, kind) in FieldType::NAMES {
            let shown = format!("{:?}", read(&field(kind, 1, 10), &typed));
            prop_assert!(!shown.contains(&typed));
        }
    }
}
