//! A row of employees.csv: one person as SAPK tells of them.

use std::borrow::Cow;

use kernel::{Grade, Nik, Nip, OldNip, Sex};
use time::Date;

use super::{
    employee_status::{LegalStatus, PositionType},
    layout::Record,
    places::Places,
    problem::{Doubt, RowProblem},
    values::{date, known_agency, known_unit, one_of, optional, read_echelon, read_nik, required, text, year},
};

/// The columns of employees.csv.
pub(crate) const EMPLOYEE_COLUMNS: [&str; 23] = [
    "nip",
    "old_nip",
    "nik",
    "name",
    "front_title",
    "back_title",
    "birth_place",
    "birth_date",
    "sex",
    "religion",
    "grade",
    "grade_tmt",
    "education",
    "graduation_year",
    "agency_code",
    "work_agency_code",
    "unit_code",
    "position_type",
    "position",
    "echelon",
    "tmt_cpns",
    "tmt_pns",
    "legal_status",
];

/// One employee. P1 and P2: no `Debug`.
pub(crate) struct EmployeeRow<'a> {
    /// Employee number.
    pub(crate) nip: Nip,
    /// Number of before 2007.
    pub(crate) old_nip: Option<OldNip>,
    /// Citizen's number, unless missing or broken.
    pub(crate) nik: Option<Nik>,
    /// Name without titles.
    pub(crate) name: &'a str,
    /// Before the name.
    pub(crate) front_title: &'a str,
    /// Behind the name.
    pub(crate) back_title: &'a str,
    /// Place of birth.
    pub(crate) birth_place: &'a str,
    /// As SAPK has it; the NIP may say otherwise.
    pub(crate) birth_date: Date,
    /// As SAPK has it; the NIP may say otherwise.
    pub(crate) sex: Sex,
    /// Religion.
    pub(crate) religion: &'a str,
    /// Grade.
    pub(crate) grade: Grade,
    /// Since when.
    pub(crate) grade_tmt: Date,
    /// Highest education.
    pub(crate) education: &'a str,
    /// Of it.
    pub(crate) graduation_year: Option<i16>,
    /// Parent agency (*instansi induk*).
    pub(crate) agency_code: &'a str,
    /// Where the work is done (*instansi kerja*).
    pub(crate) work_agency_code: &'a str,
    /// Unit within the parent agency.
    pub(crate) unit_code: &'a str,
    /// Kind of position.
    pub(crate) position_type: PositionType,
    pub(crate) position: &'a str,
    /// `I.a` to `V.b`, of a structural position.
    pub(crate) echelon: Option<&'a str>,
    /// Appointed as a candidate.
    pub(crate) tmt_cpns: Date,
    /// Appointed for good.
    pub(crate) tmt_pns: Option<Date>,
    /// In office or not.
    pub(crate) legal_status: LegalStatus,
    /// What is wrong with the NIK, if anything.
    pub(crate) doubt: Option<Doubt>,
    /// Doubts for the verifier: the kernel's flags and what is wrong with the NIK.
    pub(crate) flags: Vec<&'static str>,
}

impl<'a> EmployeeRow<'a> {
    /// Reads a row.
    ///
    /// # Errors
    /// The first rule that it breaks, in the order of the columns; a NIK breaks none, it is left out and doubted.
    pub(crate) fn parse(record: &'a Record<'_>, places: &impl Places) -> Result<Self, RowProblem> {
        let fields: &[Cow<'_, str>; 23] = record.fields()?;
        let [
            nip,
            old_nip,
            nik,
            name,
            front_title,
            back_title,
            birth_place,
            birth_date,
            sex,
            religion,
            grade,
            grade_tmt,
            education,
            graduation_year,
            agency,
            work_agency,
            unit,
            position_type,
            position,
            echelon,
            tmt_cpns,
            tmt_pns,
            legal_status,
        ] = fields.each_ref().map(|field| &**field);
        let nip = Nip::parse(nip).map_err(RowProblem::coded("nip"))?;
        let old_nip = optional(old_nip, |text| OldNip::parse(text).map_err(RowProblem::coded("old_nip")))?;
        let (nik, doubt) = read_nik(nik, &nip);
        let name = required("name", name, 200)?;
        let front_title = text("front_title", front_title, 50)?;
        let back_title = text("back_title", back_title, 100)?;
        let birth_place = required("birth_place", birth_place, 100)?;
        let birth_date = date("birth_date", birth_date)?;
        let sex = one_of("sex", "SEX_UNKNOWN", sex, &[("M", Sex::Male), ("F", Sex::Female)])?;
        let religion = required("religion", religion, 50)?;
        let grade = Grade::parse(grade).map_err(RowProblem::coded("grade"))?;
        let grade_tmt = date("grade_tmt", grade_tmt)?;
        let education = required("education", education, 200)?;
        let graduation_year = optional(graduation_year, year)?;
        let agency_code = known_agency("agency_code", agency, places)?;
        let work_agency_code = known_agency("work_agency_code", work_agency, places)?;
        let unit_code = known_unit(unit, agency_code, places)?;
        let position_type = one_of("position_type", "POSITION_TYPE_UNKNOWN", position_type, &PositionType::NAMES)?;
        let position = required("position", position, 200)?;
        let echelon = optional(echelon, read_echelon)?;
        let tmt_cpns = date("tmt_cpns", tmt_cpns)?;
        let tmt_pns = optional(tmt_pns, |text| date("tmt_pns", text))?;
        let legal_status = one_of("legal_status", "LEGAL_STATUS_UNKNOWN", legal_status, &LegalStatus::NAMES)?;
        let mut flags: Vec<_> = nip.flags(Some(birth_date), Some(sex)).into_iter().map(kernel::Flag::code).collect();
        match &nik {
            Some(nik) => flags.extend(nik.mismatches(&nip).into_iter().map(kernel::Flag::code)),
            None => flags.extend(doubt.map(|doubt| doubt.code)),
        }
        Ok(Self {
            nip,
            old_nip,
            nik,
            name,
            front_title,
            back_title,
            birth_place,
            birth_date,
            sex,
            religion,
            grade,
            grade_tmt,
            education,
            graduation_year,
            agency_code,
            work_agency_code,
            unit_code,
            position_type,
            position,
            echelon,
            tmt_cpns,
            tmt_pns,
            legal_status,
            doubt,
            flags,
        })
    }
}

#[cfg(test)]
mod tests;
