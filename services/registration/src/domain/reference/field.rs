//! A field of the catalogue.

use kernel::Stage;

/// How a value is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum FieldType {
    /// One line of text.
    Text,
    /// A day.
    Date,
    /// A year.
    Year,
    /// ASCII digits.
    Digits,
    /// The code of an active value of a reference table.
    Reference,
    /// A mail address.
    Email,
    /// A citizen's number.
    Nik,
    /// An employee number of before 2007.
    OldNip,
}

/// The master value that a field compares with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Master {
    /// A column of the employee's row, by its name.
    Column(String),
    /// An attribute beside the row, under the field's key.
    Attribute,
}

/// Columns that mean something to rules.
pub(crate) mod column {
    /// Sealed and indexed, unlike all others.
    pub(crate) const NIK: &str = "nik";
    /// Day of birth.
    pub(crate) const BIRTH_DATE: &str = "birth_date";
    /// `male` or `female`.
    pub(crate) const SEX: &str = "sex";
    /// Grade since.
    pub(crate) const GRADE_TMT: &str = "grade_tmt";
    /// Candidate since.
    pub(crate) const TMT_CPNS: &str = "tmt_cpns";
    /// Civil servant since.
    pub(crate) const TMT_PNS: &str = "tmt_pns";
    /// Parent agency.
    pub(crate) const AGENCY: &str = "agency_code";
    /// Org unit.
    pub(crate) const UNIT: &str = "unit_code";
}

/// One field as a version of the catalogue has it.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// E.g. `tempat_lahir`.
    pub(crate) key: String,
    /// Tab.
    pub(crate) section: String,
    /// Indonesian.
    pub(crate) label_id: String,
    /// English.
    pub(crate) label_en: String,
    /// How its value is typed.
    pub(crate) kind: FieldType,
    /// Fewest digits.
    pub(crate) min_length: usize,
    /// Most code points or digits.
    pub(crate) max_length: usize,
    /// Of a reference.
    pub(crate) reference_table: Option<String>,
    /// Must be answered before submitting.
    pub(crate) required: bool,
    /// Shown, never answered.
    pub(crate) read_only: bool,
    /// A correction takes a supporting document.
    pub(crate) document_required: bool,
    /// Who decides it, in order.
    pub(crate) stages: Vec<Stage>,
    /// Class P2: never kept in clear.
    pub(crate) sealed: bool,
    /// What it compares with.
    pub(crate) master: Master,
}

impl FieldType {
    pub(crate) const NAMES: [(&'static str, Self); 8] = [
        ("text", Self::Text),
        ("date", Self::Date),
        ("year", Self::Year),
        ("digits", Self::Digits),
        ("reference", Self::Reference),
        ("email", Self::Email),
        ("nik", Self::Nik),
        ("old_nip", Self::OldNip),
    ];

    /// Reads the catalogue's name of a type.
    #[must_use]
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
    }
}

impl Master {
    /// Reads the catalogue's name of a master value.
    #[must_use]
    pub(crate) fn parse(name: &str) -> Self {
        if name == "attribute" { Self::Attribute } else { Self::Column(name.to_owned()) }
    }
}

impl Field {
    /// Whether it compares with this column of the employee's row.
    #[must_use]
    pub(crate) fn is_of(&self, column: &str) -> bool {
        matches!(&self.master, Master::Column(own) if own == column)
    }
}
