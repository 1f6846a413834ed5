//! The errors that real extracts have, seeded on purpose and declared in errors.csv.

use super::chance::Chance;
use super::csv_line::write_line;
use super::row::{Column, Row};

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Flaw {
    NikMissing,
    NikShort,
    NikImpossibleDate,
    NikOtherBirthDate,
    NipShort,
    NipLong,
    NipArabicDigits,
    NipImpossibleBirthDate,
    NipSexThree,
    NipTwice,
    UnitUnknown,
    AgencyUnknown,
    GradeUnknown,
    DateImpossible,
    TooFewColumns,
    StrayQuote,
    ControlCharacter,
}

/// What an import does with the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The row is not taken over.
    Refused,
    /// The row is taken over without its NIK.
    KeptWithoutNik,
    /// The row is taken over as it is; a verifier sees the doubt later.
    Kept,
}

/// What errors.csv says of a flaw.
pub(super) struct Declaration {
    /// Where it shows; `None` if the row as a whole is broken.
    pub(super) column: Option<Column>,
    pub(super) reason: &'static str,
    pub(super) outcome: Outcome,
    pub(super) name: &'static str,
}

impl Outcome {
    /// Its name in errors.csv.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::KeptWithoutNik => "kept_without_nik",
            Self::Kept => "kept",
        }
    }
}

/// How often each occurs in a round: a missing NIK is the commonest by far.
const ROUND: [(Flaw, usize); 17] = [
    (Flaw::NikMissing, 6),
    (Flaw::NikShort, 2),
    (Flaw::NikImpossibleDate, 1),
    (Flaw::NikOtherBirthDate, 2),
    (Flaw::NipShort, 1),
    (Flaw::NipLong, 1),
    (Flaw::NipArabicDigits, 1),
    (Flaw::NipImpossibleBirthDate, 1),
    (Flaw::NipSexThree, 1),
    (Flaw::NipTwice, 2),
    (Flaw::UnitUnknown, 2),
    (Flaw::AgencyUnknown, 1),
    (Flaw::GradeUnknown, 1),
    (Flaw::DateImpossible, 1),
    (Flaw::TooFewColumns, 1),
    (Flaw::StrayQuote, 1),
    (Flaw::ControlCharacter, 1),
];

impl Flaw {
    /// How many kinds there are.
    #[cfg(test)]
    pub(super) const KINDS: usize = ROUND.len();

    /// What is declared of it. Codes of identifiers and texts are the kernel's.
    pub(super) fn declaration(self) -> Declaration {
        use Outcome::{Kept, KeptWithoutNik, Refused};
        let (name, column, reason, outcome) = match self {
            Self::NikMissing => ("nik_missing", Some(Column::Nik), "NIK_MISSING", Kept),
            Self::NikShort => ("nik_15_digits", Some(Column::Nik), "NIK_LENGTH", KeptWithoutNik),
            Self::NikImpossibleDate => ("nik_impossible_date", Some(Column::Nik), "NIK_DATE", KeptWithoutNik),
            Self::NikOtherBirthDate => ("nik_other_birth_date", Some(Column::Nik), "NIK_BIRTH_DATE_DIFFERS", Kept),
            Self::NipShort => ("nip_17_digits", Some(Column::Nip), "NIP_LENGTH", Refused),
            Self::NipLong => ("nip_19_digits", Some(Column::Nip), "NIP_LENGTH", Refused),
            Self::NipArabicDigits => ("nip_arabic_indic_digits", Some(Column::Nip), "NIP_DIGITS", Refused),
            Self::NipImpossibleBirthDate => ("nip_impossible_birth_date", Some(Column::Nip), "NIP_BIRTH_DATE", Refused),
            Self::NipSexThree => ("nip_sex_digit_3", Some(Column::Nip), "NIP_SEX", Refused),
            Self::NipTwice => ("nip_second_occurrence", Some(Column::Nip), "NIP_DUPLICATE", Refused),
            Self::UnitUnknown => ("unit_unknown", Some(Column::UnitCode), "UNIT_UNKNOWN", Refused),
            Self::AgencyUnknown => ("agency_unknown", Some(Column::AgencyCode), "AGENCY_UNKNOWN", Refused),
            Self::GradeUnknown => ("grade_unknown", Some(Column::Grade), "GRADE_UNKNOWN", Refused),
            Self::DateImpossible => ("date_31_february", Some(Column::GradeTmt), "DATE_INVALID", Refused),
            Self::TooFewColumns => ("too_few_columns", None, "ROW_SHAPE", Refused),
            Self::StrayQuote => ("stray_quote", None, "ROW_QUOTES", Refused),
            Self::ControlCharacter => ("name_control_character", Some(Column::Name), "TEXT_CONTROL", Refused),
        };
        Declaration { column, reason, outcome, name }
    }

    /// Makes a good row bad. `earlier` is a good row that stands above it in the file.
    pub(super) fn spoil(self, row: &mut Row, earlier: &Row) {
        match self {
            Self::NikMissing => row.field(Column::Nik).clear(),
            Self::NikShort => drop(row.field(Column::Nik).pop()),
            Self::NikImpossibleDate => row.field(Column::Nik).replace_range(8..10, "13"),
            Self::NikOtherBirthDate => {
                // From leap year to leap year, so that the date exists even on 29 February.
                let nik = row.field(Column::Nik);
                let other = if &nik[10..12] == "76" { "80" } else { "76" };
                nik.replace_range(10..12, other);
            }
            Self::NipShort => drop(row.field(Column::Nip).pop()),
            Self::NipLong => row.field(Column::Nip).push('1'),
            Self::NipArabicDigits => {
                let nip = row.field(Column::Nip);
                let arabic = |digit: char| char::from_u32(u32::from(digit) + 0x0660 - 0x30).unwrap_or(digit);
                *nip = nip.chars().map(arabic).collect();
            }
            Self::NipImpossibleBirthDate => row.field(Column::Nip).replace_range(4..8, "0230"),
            Self::NipSexThree => row.field(Column::Nip).replace_range(14..15, "3"),
            Self::NipTwice => row.take_person(earlier),
            Self::UnitUnknown => row.field(Column::UnitCode).push_str("-99-99"),
            Self::AgencyUnknown => row.set(Column::AgencyCode, "9999"),
            Self::GradeUnknown => row.set(Column::Grade, "V/a"),
            Self::DateImpossible => row.field(Column::GradeTmt).replace_range(5.., "02-31"),
            Self::ControlCharacter => row.field(Column::Name).insert(3, '\u{7}'),
            Self::TooFewColumns | Self::StrayQuote => {}
        }
    }

    /// Appends the row, broken as a whole if that is its flaw.
    pub(super) fn write(self, line: &mut String, row: &Row) {
        match self {
            Self::TooFewColumns => write_line(line, row.fields().take(17)),
            Self::StrayQuote => {
                // Opens a field and never closes it: who reads beyond the line swallows the rows below.
                let start = line.len();
                write_line(line, row.fields());
                let name = line[start..].match_indices(',').nth(2).map_or(start, |(place, _)| start + place + 1);
                line.insert(name, '"');
            }
            _ => write_line(line, row.fields()),
        }
    }
}

/// Deals flaws to exactly so many of so many rows, spread evenly, all kinds in turn.
pub(super) struct Dealer {
    chance: Chance,
    rows: u32,
    flaws: u32,
    round: Vec<Flaw>,
}

impl Dealer {
    /// `flaws` of the next `rows` rows get one.
    pub(super) fn new(seed: u64, rows: u32, flaws: u32) -> Self {
        Self { chance: Chance::new(seed, "flaws"), rows, flaws: flaws.min(rows), round: Vec::new() }
    }

    /// The flaw of the next row. Selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S): no list is kept.
    pub(super) fn next(&mut self) -> Option<Flaw> {
        let dealt = self.chance.below(self.rows as usize) < self.flaws as usize;
        self.rows -= 1;
        if !dealt {
            return None;
        }
        self.flaws -= 1;
        if self.round.is_empty() {
            self.round = ROUND.iter().flat_map(|(flaw, times)| std::iter::repeat_n(*flaw, *times)).collect();
        }
        let place = self.chance.below(self.round.len());
        Some(self.round.swap_remove(place))
    }
}
