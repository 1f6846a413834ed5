use proptest::prelude::*;
use time::macros::date;

use super::*;
use crate::domain::master::import::Layout;

struct Known;

impl Places for Known {
    fn has_agency(&self, code: &str) -> bool {
        ["1001", "3500"].contains(&code)
    }

    fn agency_of_unit(&self, code: &str) -> Option<&str> {
        (code == "1001-01").then_some("1001")
    }
}

/// The example of the deck, as an extract has it.
const GOOD: [&str; 23] = [
    "198612262009122001",
    "140372118",
    "3174046612860001",
    "PEVITA PEARCE",
    "Dr.",
    "S.K.M., M.Si.",
    "Jakarta",
    "1986-12-26",
    "F",
    "Islam",
    "III/d",
    "2022-04-01",
    "S-1",
    "2008",
    "1001",
    "3500",
    "1001-01",
    "functional_specific",
    "Analis",
    "IV.a",
    "2009-12-01",
    "2011-04-01",
    "ACTIVE",
];

fn line(fields: &[String]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(fields).unwrap();
    let line = writer.into_inner().unwrap();
    line.strip_suffix(b"\n").unwrap().to_vec()
}

/// What becomes of the good row with one field changed.
fn changed(column: &str, value: &str) -> Result<Option<Doubt>, RowProblem> {
    let mut fields = GOOD.map(str::to_owned);
    fields[EMPLOYEE_COLUMNS.iter().position(|name| *name == column).unwrap()] = value.to_owned();
    let layout = Layout::of(&EMPLOYEE_COLUMNS, &EMPLOYEE_COLUMNS).unwrap();
    let line = line(&fields);
    let record = layout.record(&line)?;
    EmployeeRow::parse(&record, &Known).map(|row| row.doubt)
}

#[test]
fn a_good_row_is_read_as_it_is() {
    let layout = Layout::of(&EMPLOYEE_COLUMNS, &EMPLOYEE_COLUMNS).unwrap();
    let line = line(&GOOD.map(str::to_owned));
    let record = layout.record(&line).unwrap();
    let row = EmployeeRow::parse(&record, &Known).unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!((row.nip.expose(), row.nik.unwrap().expose()), (GOOD[0], GOOD[2]));
    assert_eq!((row.name, row.back_title), ("PEVITA PEARCE", "S.K.M., M.Si."));
    assert_eq!((row.birth_date, row.sex), (date!(1986 - 12 - 26), Sex::Female));
    assert_eq!((row.grade.as_str(), row.graduation_year, row.echelon), ("III/d", Some(2008), Some("IV.a")));
    assert_eq!((row.position_type, row.legal_status), (PositionType::FunctionalSpecific, LegalStatus::Active));
    assert_eq!((row.tmt_pns, row.doubt, row.flags.len()), (Some(date!(2011 - 04 - 01)), None, 0));
}

#[test]
fn every_broken_rule_names_its_column() {
    for (column, value, code) in [
        ("nip", "1986122622010101001", "NIP_LENGTH"),
        ("nip", "198602302009122001", "NIP_BIRTH_DATE"),
        ("old_nip", "1234567", "OLD_NIP_LENGTH"),
        ("name", "", "TEXT_EMPTY"),
        ("name", "PEV\u{7}ITA", "TEXT_CONTROL"),
        ("front_title", "\u{202E}Dr.", "TEXT_BIDI"),
        ("birth_place", " ", "TEXT_EMPTY"),
        ("birth_date", "1986-02-30", "DATE_INVALID"),
        ("birth_date", "26-12-1986", "DATE_INVALID"),
        ("birth_date", "+1986-12-26", "DATE_INVALID"),
        ("birth_date", "1886-12-26", "DATE_INVALID"),
        ("sex", "P", "SEX_UNKNOWN"),
        ("grade", "V/a", "GRADE_UNKNOWN"),
        ("grade_tmt", "", "DATE_INVALID"),
        ("graduation_year", "08", "YEAR_INVALID"),
        ("agency_code", "9999", "AGENCY_UNKNOWN"),
        ("agency_code", "10/01", "CODE_FORM"),
        ("work_agency_code", "", "CODE_FORM"),
        ("unit_code", "1001-99", "UNIT_UNKNOWN"),
        ("position_type", "Structural", "POSITION_TYPE_UNKNOWN"),
        ("echelon", "VI.a", "ECHELON_UNKNOWN"),
        ("tmt_pns", "x", "DATE_INVALID"),
        ("legal_status", "active", "LEGAL_STATUS_UNKNOWN"),
    ] {
        assert_eq!(
            changed(column, value),
            Err(RowProblem::of(EMPLOYEE_COLUMNS.iter().find(|c| **c == column).unwrap(), code))
        );
    }
    assert_eq!(changed("agency_code", "3500"), Err(RowProblem::of("unit_code", "UNIT_AGENCY")));
}

#[test]
fn what_may_be_empty_is_taken_empty() {
    for column in ["old_nip", "front_title", "back_title", "graduation_year", "echelon", "tmt_pns"] {
        assert_eq!(changed(column, ""), Ok(None), "{column}");
    }
}

#[test]
fn a_nik_is_doubted_and_never_refuses_its_row() {
    let doubt = |code| Ok(Some(Doubt { column: "nik", code }));
    assert_eq!(changed("nik", ""), doubt("NIK_MISSING"));
    assert_eq!(changed("nik", "265441200012100007"), doubt("NIK_LENGTH"));
    assert_eq!(changed("nik", "3174046613860001"), doubt("NIK_DATE"));
    assert_eq!(changed("nik", "3174046612800001"), doubt("NIK_BIRTH_DATE_DIFFERS"));
    assert_eq!(changed("nik", "3174042612860001"), doubt("NIK_SEX_DIFFERS"));
}

proptest! {
    #[test]
    fn no_field_makes_it_panic(column in 0..23_usize, value in any::<String>()) {
        let _ = changed(EMPLOYEE_COLUMNS[column], &value);
    }

    #[test]
    fn names_come_back_as_they_were_written(name in "[\\p{L},\"' .]{0,20}\\p{L}") {
        let mut fields = GOOD.map(str::to_owned);
        fields[3] = name.clone();
        let layout = Layout::of(&EMPLOYEE_COLUMNS, &EMPLOYEE_COLUMNS).unwrap();
        let line = line(&fields);
        let record = layout.record(&line).unwrap();
        let read = EmployeeRow::parse(&record, &Known).map(|row| row.name.to_owned());
        // Letters that cannot be seen are letters too, and refused.
        prop_assert!(read == Ok(name) || read == Err(RowProblem::of("name", "TEXT_INVISIBLE")));
    }
}
