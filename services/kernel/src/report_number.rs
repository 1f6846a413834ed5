//! The public number of a ticket.

use std::fmt;

use crate::coded::Coded;
use crate::digits::{Digits, NotDigits};
use crate::permutation::{NumberKey, Permutation, SequenceExhausted};

/// Report number (*nomor laporan*): 10 digits as text, leading zeros kept. P0: it opens nothing without its secret.
///
/// Nine digits are a keyed permutation of a sequence; the tenth is a check digit that notices any single wrong digit
/// and any two neighbours exchanged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportNumber(Digits<LENGTH>);

const LENGTH: usize = 10;

/// The least whose power of two holds nine digits.
const SEQUENCE_BITS: u32 = 30;

/// Why a text is not a report number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReportNumberError {
    /// Not 10 digits. Often a leading zero that a spreadsheet swallowed.
    #[error("a report number has 10 digits, leading zeros included")]
    Length,
    /// Something that is neither `0-9` nor a separator.
    #[error("a report number consists of the digits 0-9")]
    Digits,
    /// Mistyped: the check digit does not fit.
    #[error("the check digit of the report number does not fit: a digit is wrong or two are exchanged")]
    Check,
}

impl Coded for ReportNumberError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length => "REPORT_NUMBER_LENGTH",
            Self::Digits => "REPORT_NUMBER_DIGITS",
            Self::Check => "REPORT_NUMBER_CHECK",
        }
    }
}

impl ReportNumber {
    /// How many numbers there are: sequences run from 0 to one less.
    pub const COUNT: u64 = 1_000_000_000;

    /// The number of a sequence. Different sequences give different numbers under one key.
    ///
    /// # Errors
    /// [`SequenceExhausted`] from [`COUNT`](Self::COUNT) on.
    pub fn from_sequence(sequence: u64, key: &NumberKey) -> Result<Self, SequenceExhausted> {
        if sequence >= Self::COUNT {
            return Err(SequenceExhausted);
        }
        let number = Permutation::new(key, "report number", SEQUENCE_BITS).apply_below(Self::COUNT, sequence);
        let digits = format!("{number:09}");
        // The table's diagonal is zero: the remainder itself is the digit that brings it to zero.
        let check = remainder(&digits);
        Ok(Self(Digits::parse(&format!("{digits}{check}")).ok().expect("nine digits and one")))
    }

    /// Reads a number as typed: ASCII spaces, dots and dashes are dropped, everything else but `0-9` is refused.
    ///
    /// # Errors
    /// See [`ReportNumberError`].
    pub fn parse(input: &str) -> Result<Self, ReportNumberError> {
        let digits = Digits::<LENGTH>::parse(input).map_err(|problem| match problem {
            NotDigits::Foreign => ReportNumberError::Digits,
            NotDigits::Count => ReportNumberError::Length,
        })?;
        if remainder(digits.as_str()) == 0 { Ok(Self(digits)) } else { Err(ReportNumberError::Check) }
    }

    /// The canonical 10 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for ReportNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ReportNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReportNumber({self})")
    }
}

/// Walks the digits through [`DAMM`].
fn remainder(digits: &str) -> u8 {
    digits.bytes().fold(0, |state, digit| DAMM[usize::from(state)][usize::from(digit - b'0')])
}

/// A totally anti-symmetric quasigroup of order 10 (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004):
/// no decimal weighted sum notices every exchange of neighbours, this does.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];
