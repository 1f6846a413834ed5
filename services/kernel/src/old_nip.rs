//! The employee number of before 2007.

use crate::coded::Coded;
use crate::digits::{Digits, NotDigits};
use crate::masked::masked_debug;

/// Employee number of before 2007 (*NIP lama*): 9 digits, 8 in some agencies' files; nothing is encoded in it. P1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OldNip(Form);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    Eight(Digits<8>),
    Nine(Digits<9>),
}

masked_debug!(OldNip);

/// Why a text is not a NIP lama.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OldNipError {
    /// Neither 8 nor 9 digits.
    #[error("a NIP lama has 8 or 9 digits")]
    Length,
    /// Something that is neither `0-9` nor a separator.
    #[error("a NIP lama consists of the digits 0-9")]
    Digits,
}

impl Coded for OldNipError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length => "OLD_NIP_LENGTH",
            Self::Digits => "OLD_NIP_DIGITS",
        }
    }
}

impl OldNip {
    /// Reads a NIP lama as typed: ASCII spaces, dots and dashes are dropped, everything else but `0-9` is refused.
    ///
    /// # Errors
    /// See [`OldNipError`].
    pub fn parse(input: &str) -> Result<Self, OldNipError> {
        let form = match Digits::parse(input) {
            Ok(digits) => Form::Nine(digits),
            Err(NotDigits::Foreign) => return Err(OldNipError::Digits),
            Err(NotDigits::Count) => Form::Eight(Digits::parse(input).map_err(|_| OldNipError::Length)?),
        };
        Ok(Self(form))
    }

    /// The 8 or 9 digits: for stores, and for pages of those who may see it.
    #[must_use]
    pub fn expose(&self) -> &str {
        match &self.0 {
            Form::Eight(digits) => digits.as_str(),
            Form::Nine(digits) => digits.as_str(),
        }
    }
}
