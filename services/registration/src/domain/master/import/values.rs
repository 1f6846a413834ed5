//! The values of single columns.

use kernel::{AgencyCode, Coded as _, Nik, Nip, UnitCode, check_text};
use time::{Date, macros::format_description};

use super::{
    places::Places,
    problem::{Doubt, RowProblem},
};

/// The NIK if there is a good one, and what is wrong or odd about it.
pub(super) fn read_nik(text: &str, nip: &Nip) -> (Option<Nik>, Option<Doubt>) {
    let doubt = |code| Some(Doubt { column: "nik", code });
    if text.is_empty() {
        return (None, doubt("NIK_MISSING"));
    }
    match Nik::parse(text) {
        Ok(nik) => (Some(nik), nik.mismatches(nip).first().and_then(|flag| doubt(flag.code()))),
        Err(error) => (None, doubt(error.code())),
    }
}

pub(super) fn optional<'a, T>(
    text: &'a str,
    read: impl Fn(&'a str) -> Result<T, RowProblem>,
) -> Result<Option<T>, RowProblem> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some) }
}

pub(super) fn required<'a>(column: &'static str, text: &'a str, max_code_points: usize) -> Result<&'a str, RowProblem> {
    check_text(text, max_code_points).map(|()| text).map_err(RowProblem::coded(column))
}

pub(super) fn text<'a>(column: &'static str, text: &'a str, max_code_points: usize) -> Result<&'a str, RowProblem> {
    if text.is_empty() { Ok(text) } else { required(column, text, max_code_points) }
}

pub(super) fn date(column: &'static str, text: &str) -> Result<Date, RowProblem> {
    // `parse` also takes signed years of more digits, which no extract has.
    let form = format_description!(version = 2, "[year]-[month]-[day]");
    let date = Date::parse(text, form).ok().filter(|date| text.len() == 10 && (1900..=2099).contains(&date.year()));
    date.ok_or(RowProblem::of(column, "DATE_INVALID"))
}

pub(super) fn year(text: &str) -> Result<i16, RowProblem> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = text.parse().ok().filter(|year| digits && (1900..=2099).contains(year));
    year.ok_or(RowProblem::of("graduation_year", "YEAR_INVALID"))
}

pub(super) fn one_of<T: Copy>(
    column: &'static str,
    code: &'static str,
    text: &str,
    names: &[(&'static str, T)],
) -> Result<T, RowProblem> {
    names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value).ok_or(RowProblem::of(column, code))
}

pub(super) fn read_echelon(text: &str) -> Result<&str, RowProblem> {
    let known = text
        .split_once('.')
        .is_some_and(|(level, step)| matches!(level, "I" | "II" | "III" | "IV" | "V") && matches!(step, "a" | "b"));
    if known { Ok(text) } else { Err(RowProblem::of("echelon", "ECHELON_UNKNOWN")) }
}

pub(super) fn known_agency<'a>(
    column: &'static str,
    code: &'a str,
    places: &impl Places,
) -> Result<&'a str, RowProblem> {
    if places.has_agency(code) {
        return Ok(code);
    }
    AgencyCode::parse(code).map_err(RowProblem::coded(column))?;
    Err(RowProblem::of(column, "AGENCY_UNKNOWN"))
}

pub(super) fn known_unit<'a>(code: &'a str, agency: &str, places: &impl Places) -> Result<&'a str, RowProblem> {
    match places.agency_of_unit(code) {
        Some(owner) if owner == agency => Ok(code),
        Some(_) => Err(RowProblem::of("unit_code", "UNIT_AGENCY")),
        None => {
            UnitCode::parse(code).map_err(RowProblem::coded("unit_code"))?;
            Err(RowProblem::of("unit_code", "UNIT_UNKNOWN"))
        }
    }
}
