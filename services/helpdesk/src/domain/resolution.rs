//! What an officer makes of a ticket.

use kernel::{Coded, TextError, check_text};
use thiserror::Error;

/// The longest note, in code points.
const NOTE: usize = 1000;
/// The longest label of a reference value, in code points.
const LABEL: usize = 200;
/// The longest code of one.
const CODE: usize = 40;

/// What an officer makes of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// The note answers it.
    Answer,
    /// The owner of the data carries it out.
    Approve(ReferenceValue),
    /// The note says why not.
    Reject,
}

/// A value for a reference table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReferenceValue {
    /// What is stored.
    pub(crate) code: String,
    /// What people read.
    pub(crate) label: String,
}

/// The code is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a code has 1 to 40 characters out of A-Z a-z 0-9 . - /")]
pub(crate) struct ReferenceCodeForm;

impl Coded for ReferenceCodeForm {
    fn code(&self) -> &'static str {
        "REFERENCE_CODE_FORM"
    }
}

/// The code of a reference value as it was typed.
pub(crate) fn reference_code(text: &str) -> Result<String, ReferenceCodeForm> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'/');
    let fits = (1..=CODE).contains(&text.len()) && text.bytes().all(fits);
    if fits { Ok(text.to_owned()) } else { Err(ReferenceCodeForm) }
}

/// The label of a reference value as it was typed.
///
/// # Errors
/// The rule of texts that it breaks.
pub(crate) fn reference_label(text: &str) -> Result<String, TextError> {
    check_text(text, LABEL).map(|()| text.to_owned())
}

/// An officer's note.
///
/// # Errors
/// The rule of texts that it breaks.
pub(crate) fn note(text: &str) -> Result<String, TextError> {
    check_text(text, NOTE).map(|()| text.to_owned())
}

impl Resolution {
    /// Stable name, for the store.
    #[must_use]
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Approve(_) => "approve",
            Self::Reject => "reject",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_reference_values_are_short_and_plain() {
        for good in ["3578", "III/a", "S-1", "5101001.2", &"9".repeat(40)] {
            assert!(reference_code(good).is_ok(), "{good}");
        }
        for bad in ["", " ", "a b", "=1+1", "é", "'; drop", &"9".repeat(41)] {
            assert_eq!(reference_code(bad), Err(ReferenceCodeForm), "{bad}");
        }
    }
}
