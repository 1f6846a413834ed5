//! A row of employees.csv: its columns, and fields that can be spoiled one by one.

/// The columns of employees.csv, in the order they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Column {
    Nip,
    OldNip,
    Nik,
    Name,
    FrontTitle,
    BackTitle,
    BirthPlace,
    BirthDate,
    Sex,
    Religion,
    Grade,
    GradeTmt,
    Education,
    GraduationYear,
    AgencyCode,
    WorkAgencyCode,
    UnitCode,
    PositionType,
    Position,
    Echelon,
    TmtCpns,
    TmtPns,
    LegalStatus,
}

/// The header of employees.csv.
pub(super) const HEADER: [&str; 23] = [
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

impl Column {
    /// Its name in the header.
    pub(super) fn name(self) -> &'static str {
        HEADER[self as usize]
    }
}

/// The fields of an employee's row; kept from row to row, so that a million rows need no million allocations.
#[derive(Clone, Default)]
pub(super) struct Row([String; HEADER.len()]);

impl Row {
    /// A field, to be changed.
    pub(super) fn field(&mut self, column: Column) -> &mut String {
        &mut self.0[column as usize]
    }

    /// Replaces a field.
    pub(super) fn set(&mut self, column: Column, value: &str) {
        let field = self.field(column);
        field.clear();
        field.push_str(value);
    }

    /// Takes over everything of another row but where the person is placed.
    pub(super) fn take_person(&mut self, other: &Self) {
        for (place, (field, theirs)) in self.0.iter_mut().zip(&other.0).enumerate() {
            let placement = [Column::AgencyCode, Column::WorkAgencyCode, Column::UnitCode];
            if !placement.map(|column| column as usize).contains(&place) {
                field.clone_from(theirs);
            }
        }
    }

    /// The fields in the order of the header.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}
