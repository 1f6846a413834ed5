//! Values of fields as people type them.
//!
//! What is typed is kept in one form, so that equal values are equal texts: spaces around are dropped and runs of spaces inside
//! a text become one; identifiers and numbers lose the spaces, dots and dashes that people group digits by. Nothing else is
//! altered, and what does not fit is refused, never cut.

use std::fmt;

use kernel::{Coded, Nik, OldNip, check_text};
use time::{Date, macros::format_description};

use crate::domain::reference::field::{Field, FieldType};

const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
/// RFC 5321, 4.5.3.1.1 and 4.5.3.1.3, without brackets.
const LOCAL_PART: usize = 64;
/// RFC 1035, 2.3.4.
const DOMAIN_LABEL: usize = 63;

/// A value of a field: P1 or P2, and never empty.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Value(String);

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(***)")
    }
}

/// A rule that a typed value breaks. Says the rule, never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Stable code.
    pub(crate) code: &'static str,
    /// The rule, for people.
    pub(crate) text: String,
}

impl Value {
    /// A value as it is kept; `None` for nothing.
    #[must_use]
    pub(crate) fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (!text.is_empty()).then_some(Self(text))
    }

    /// The text: for stores, and for pages of those who may see it.
    #[must_use]
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The day that it is.
    #[must_use]
    pub(crate) fn date(&self) -> Option<Date> {
        // `parse` also takes signed years of more digits.
        let form = format_description!(version = 2, "[year]-[month]-[day]");
        Date::parse(&self.0, form).ok().filter(|date| self.0.len() == 10 && YEARS.contains(&date.year()))
    }
}

impl Broken {
    fn of(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }

    fn coded(error: &impl Coded) -> Self {
        Self::of(error.code(), error.to_string())
    }
}

/// Reads a correction. Whether a reference code exists is for the caller to ask.
///
/// # Errors
/// The rule of its type that it breaks.
pub(crate) fn read(field: &Field, typed: &str) -> Result<Value, Broken> {
    let typed = typed.trim_matches(' ');
    let text = match field.kind {
        FieldType::Text => {
            let text = single_spaced(typed);
            check_text(&text, field.max_length).map_err(|error| Broken::coded(&error))?;
            text
        }
        FieldType::Date => {
            let date = Value(typed.to_owned());
            date.date().ok_or_else(|| Broken::of("DATE_FORM", "a day of the years 1900 to 2100, YYYY-MM-DD"))?;
            date.0
        }
        FieldType::Year => {
            let year = typed.parse().ok().filter(|year| only_digits(typed, 4, 4) && YEARS.contains(year));
            year.ok_or_else(|| Broken::of("YEAR_FORM", "a year from 1900 to 2100"))?.to_string()
        }
        FieldType::Digits => {
            let digits = typed.replace([' ', '.', '-'], "");
            if !only_digits(&digits, field.min_length, field.max_length) {
                let rule = format!("{} to {} digits 0-9", field.min_length, field.max_length);
                return Err(Broken::of("DIGITS_FORM", rule));
            }
            digits
        }
        FieldType::Reference => {
            // No code has what no text may have; whatever else is no code is not found.
            check_text(typed, field.max_length).map_err(|_| unknown_reference())?;
            typed.to_owned()
        }
        FieldType::Email => {
            let fits = typed.len() <= field.max_length && is_email(typed);
            fits.then(|| typed.to_owned())
                .ok_or_else(|| Broken::of("EMAIL_INVALID", "an address like nama@instansi.go.id"))?
        }
        FieldType::Nik => Nik::parse(typed).map_err(|error| Broken::coded(&error))?.expose().to_owned(),
        FieldType::OldNip => OldNip::parse(typed).map_err(|error| Broken::coded(&error))?.expose().to_owned(),
    };
    Value::new(text).ok_or_else(nothing)
}

/// Nothing was typed, or there is nothing to check.
#[must_use]
pub(crate) fn nothing() -> Broken {
    Broken::of("VALUE_MISSING", "neither a value to check nor a correction")
}

/// No active value of the field's table.
#[must_use]
pub(crate) fn unknown_reference() -> Broken {
    Broken::of("REFERENCE_UNKNOWN", "no value of this field's table that can be chosen")
}

fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        if c != ' ' || !spaced.ends_with(' ') {
            spaced.push(c);
        }
    }
    spaced
}

fn only_digits(text: &str, fewest: usize, most: usize) -> bool {
    (fewest..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `local@domain.tld` in ASCII, without the quoted and bracketed forms that nobody here has.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let local_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
    let label = |label: &str| {
        (1..=DOMAIN_LABEL).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (1..=LOCAL_PART).contains(&local.len())
        && local.bytes().all(local_byte)
        && local.split('.').all(|part| !part.is_empty())
        && domain.split('.').all(label)
        && domain.rsplit_once('.').is_some_and(|(_, top)| top.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests;
