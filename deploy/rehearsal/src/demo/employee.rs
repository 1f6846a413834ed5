//! Who somebody is, what they have become and where they are placed, as a SAPK extract gives it.

use std::fmt::Write as _;

use kernel::{Grade, Sex};
use time::Date;

use super::row::{Column, Row};

/// Who somebody is: the same in whichever agency's extract they appear.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) nip: String,
    pub(super) nik: String,
    pub(super) name: String,
    pub(super) birth_place: &'static str,
    pub(super) birth_date: Date,
    pub(super) sex: Sex,
    pub(super) religion: &'static str,
}

/// What somebody has become.
#[derive(Clone)]
pub(super) struct Career {
    pub(super) old_nip: String,
    pub(super) front_title: &'static str,
    pub(super) back_title: &'static str,
    pub(super) grade: Grade,
    pub(super) grade_tmt: Date,
    pub(super) education: &'static str,
    pub(super) graduation_year: i32,
    pub(super) position_type: &'static str,
    pub(super) position: String,
    pub(super) echelon: &'static str,
    pub(super) tmt_cpns: Date,
    pub(super) tmt_pns: Date,
    pub(super) legal_status: &'static str,
}

/// Where somebody is placed.
#[derive(Clone, Copy)]
pub(super) struct Placement<'a> {
    pub(super) agency_code: &'a str,
    pub(super) work_agency_code: &'a str,
    pub(super) unit_code: &'a str,
}

/// Writes the row of one employee.
pub(super) fn fill(row: &mut Row, person: &Person, career: &Career, placement: Placement<'_>) {
    row.set(Column::Nip, &person.nip);
    row.set(Column::OldNip, &career.old_nip);
    row.set(Column::Nik, &person.nik);
    row.set(Column::Name, &person.name);
    row.set(Column::FrontTitle, career.front_title);
    row.set(Column::BackTitle, career.back_title);
    row.set(Column::BirthPlace, person.birth_place);
    date(row, Column::BirthDate, person.birth_date);
    row.set(Column::Sex, if person.sex == Sex::Male { "M" } else { "F" });
    row.set(Column::Religion, person.religion);
    row.set(Column::Grade, career.grade.as_str());
    date(row, Column::GradeTmt, career.grade_tmt);
    row.set(Column::Education, career.education);
    row.set(Column::GraduationYear, "");
    write!(row.field(Column::GraduationYear), "{}", career.graduation_year).expect("a string takes everything");
    row.set(Column::AgencyCode, placement.agency_code);
    row.set(Column::WorkAgencyCode, placement.work_agency_code);
    row.set(Column::UnitCode, placement.unit_code);
    row.set(Column::PositionType, career.position_type);
    row.set(Column::Position, &career.position);
    row.set(Column::Echelon, career.echelon);
    date(row, Column::TmtCpns, career.tmt_cpns);
    date(row, Column::TmtPns, career.tmt_pns);
    row.set(Column::LegalStatus, career.legal_status);
}

fn date(row: &mut Row, column: Column, date: Date) {
    row.set(column, "");
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    write!(row.field(column), "{year:04}-{month:02}-{day:02}").expect("a string takes everything");
}
