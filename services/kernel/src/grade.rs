//! Grades of the civil service.

use std::fmt;

use crate::coded::Coded;

/// A grade (*golongan ruang*): one of the 17 from I/a to IV/e, ordered from the lowest to the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(u8);

/// From the lowest to the highest (PP 7/1977, appendix).
const NAMES: [&str; 17] = [
    "I/a", "I/b", "I/c", "I/d", "II/a", "II/b", "II/c", "II/d", "III/a", "III/b", "III/c", "III/d", "IV/a", "IV/b",
    "IV/c", "IV/d", "IV/e",
];

/// The text names no grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a grade is one of I/a to I/d, II/a to II/d, III/a to III/d, IV/a to IV/e")]
pub struct GradeError;

impl Coded for GradeError {
    fn code(&self) -> &'static str {
        "GRADE_UNKNOWN"
    }
}

impl Grade {
    /// All grades, from the lowest to the highest.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).take(NAMES.len()).map(Self)
    }

    /// Reads a grade, in any case: `III/a`.
    ///
    /// # Errors
    /// [`GradeError`] for anything else.
    pub fn parse(input: &str) -> Result<Self, GradeError> {
        Self::all().find(|grade| grade.as_str().eq_ignore_ascii_case(input)).ok_or(GradeError)
    }

    /// As people write it: `III/a`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        NAMES[usize::from(self.0)]
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
