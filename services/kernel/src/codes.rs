//! Codes of the organisation, as the agencies and BKN give them.

use std::fmt;

use crate::coded::Coded;

/// The longest code; a UUID, which SAPK uses for org units, just fits.
const MAX_LENGTH: usize = 36;

/// The text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code has 1 to 36 characters out of A-Z a-z 0-9 . -")]
pub struct CodeError;

impl Coded for CodeError {
    fn code(&self) -> &'static str {
        "CODE_FORM"
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $code(String);

        impl $code {
            /// Takes a code exactly as written; codes that differ in case are different.
            ///
            /// # Errors
            /// [`CodeError`] unless it is 1 to 36 of `A-Z a-z 0-9 . -`.
            pub fn parse(input: &str) -> Result<Self, CodeError> {
                let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
                if (1..=MAX_LENGTH).contains(&input.len()) && input.bytes().all(fits) {
                    Ok(Self(input.to_owned()))
                } else {
                    Err(CodeError)
                }
            }

            /// The code.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $code {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $code {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($code), "({})"), self.0)
            }
        }
    )*};
}

codes! {
    /// Code of an org unit (*unor*), unique in the nation. P0.
    UnitCode;
    /// Code of an agency (*instansi*). P0.
    AgencyCode;
    /// Code of a regional office of BKN (*Kanreg*). P0.
    KanregCode;
}
