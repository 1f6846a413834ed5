//! An officer's word on one field.

use std::fmt;

use kernel::{Coded as _, TextError, check_text};
use thiserror::Error;

/// The longest note, in code points.
pub(crate) const NOTE: usize = 250;

/// Why a field comes back or is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reason {
    /// The supporting document is not there.
    DocumentMissing,
    /// The value is not right.
    ValueWrong,
    /// The value cannot be understood.
    ValueUnclear,
    /// Something else: the note says what.
    Other,
}

/// What a stage says of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Verdict {
    /// Accepted.
    Ok,
    /// Back to the employee.
    Return(Reason),
    /// The database value stays.
    Reject(Reason),
}

/// A verdict as it is sent, without its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Accepted.
    Ok,
    /// Back to the employee.
    Return,
    /// The database value stays.
    Reject,
}

/// A verdict with the officer's words for the employee.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) verdict: Verdict,
    /// Why, in words; empty for OK. May be P1.
    pub(crate) note: String,
}

/// Why a decision on one field is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum DecisionError {
    /// Not a field that this stage has to decide now.
    #[error("this stage does not have to decide the field")]
    NotDue,
    /// Neither OK nor return nor reject.
    #[error("unknown verdict")]
    VerdictUnknown,
    /// A return or rejection says why.
    #[error("a return or rejection needs a reason")]
    ReasonRequired,
    /// Not a reason that we know, or one given with OK.
    #[error("unknown reason")]
    ReasonUnknown,
    /// A return or rejection explains itself.
    #[error("a return or rejection needs a note")]
    NoteRequired,
    /// The note cannot be kept as it is.
    #[error(transparent)]
    Note(TextError),
    /// A later stage decides the field too.
    #[error("only the last deciding stage rejects")]
    RejectNotLastStage,
    /// The employee has not changed the field.
    #[error("nothing was changed that could be rejected")]
    RejectNothingToReject,
    /// An earlier decision of the same command is about this field.
    #[error("the field is decided twice")]
    Repeated,
}

impl Reason {
    /// Every reason.
    pub(crate) const ALL: [Self; 4] = [Self::DocumentMissing, Self::ValueWrong, Self::ValueUnclear, Self::Other];

    /// Stable code, in messages and in the store.
    #[must_use]
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::DocumentMissing => "DOCUMENT_MISSING",
            Self::ValueWrong => "VALUE_WRONG",
            Self::ValueUnclear => "VALUE_UNCLEAR",
            Self::Other => "OTHER",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl Verdict {
    /// Stable name, for the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Return(_) => "return",
            Self::Reject(_) => "reject",
        }
    }

    /// Why; `None` for OK.
    #[must_use]
    pub(crate) fn reason(self) -> Option<Reason> {
        match self {
            Self::Ok => None,
            Self::Return(reason) | Self::Reject(reason) => Some(reason),
        }
    }

    /// Reads what [`as_str`](Self::as_str) and [`Reason::code`] write.
    #[must_use]
    pub(crate) fn parse(verdict: &str, reason_code: Option<&str>) -> Option<Self> {
        let reason = reason_code.map(Reason::parse);
        match (verdict, reason) {
            ("ok", None) => Some(Self::Ok),
            ("return", Some(reason)) => reason.map(Self::Return),
            ("reject", Some(reason)) => reason.map(Self::Reject),
            _ => None,
        }
    }
}

impl Said {
    /// Accepted, without a word.
    pub(crate) const OK: Self = Self { verdict: Verdict::Ok, note: String::new() };

    /// Reads a decision as it is sent. OK needs no words: a note left over from another verdict is not kept.
    ///
    /// # Errors
    /// [`DecisionError`] about reason and note.
    pub(crate) fn parse(kind: Kind, reason_code: &str, note: &str) -> Result<Self, DecisionError> {
        let as_verdict = match (kind, reason_code) {
            (Kind::Ok, "") => return Ok(Self::OK),
            (Kind::Ok, _) => return Err(DecisionError::ReasonUnknown),
            (_, "") => return Err(DecisionError::ReasonRequired),
            (Kind::Return, _) => Verdict::Return,
            (Kind::Reject, _) => Verdict::Reject,
        };
        let verdict = Reason::parse(reason_code).map(as_verdict).ok_or(DecisionError::ReasonUnknown)?;
        match check_text(note, NOTE) {
            Ok(()) => Ok(Self { verdict, note: note.to_owned() }),
            Err(TextError::Empty) => Err(DecisionError::NoteRequired),
            Err(error) => Err(DecisionError::Note(error)),
        }
    }
}

/// The note is for the employee alone.
impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Said").field("verdict", &self.verdict).finish_non_exhaustive()
    }
}

impl DecisionError {
    /// Stable code of the decision's result.
    #[must_use]
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::NotDue => "FIELD_NOT_DUE",
            Self::VerdictUnknown => "VERDICT_UNKNOWN",
            Self::ReasonRequired => "REASON_REQUIRED",
            Self::ReasonUnknown => "REASON_UNKNOWN",
            Self::NoteRequired => "NOTE_REQUIRED",
            Self::Note(error) => error.code(),
            Self::RejectNotLastStage => "REJECT_NOT_LAST_STAGE",
            Self::RejectNothingToReject => "REJECT_NOTHING_TO_REJECT",
            Self::Repeated => "FIELD_REPEATED",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_or_rejection_has_a_known_reason_and_a_note() {
        for (kind, verdict) in
            [(Kind::Return, Verdict::Return(Reason::ValueWrong)), (Kind::Reject, Verdict::Reject(Reason::ValueWrong))]
        {
            let said = Said::parse(kind, "VALUE_WRONG", "tidak sesuai ijazah").unwrap();
            assert_eq!((said.verdict, said.note.as_str()), (verdict, "tidak sesuai ijazah"));
            assert_eq!(Said::parse(kind, "", "x"), Err(DecisionError::ReasonRequired));
            assert_eq!(Said::parse(kind, "other", "x"), Err(DecisionError::ReasonUnknown));
            assert_eq!(Said::parse(kind, "OTHER", " "), Err(DecisionError::NoteRequired));
            let long = "x".repeat(NOTE + 1);
            assert_eq!(Said::parse(kind, "OTHER", &long).unwrap_err().code(), "TEXT_TOO_LONG");
            assert_eq!(Said::parse(kind, "OTHER", "a\u{202E}b").unwrap_err().code(), "TEXT_BIDI");
        }
    }

    #[test]
    fn ok_has_no_reason_and_keeps_no_note() {
        assert_eq!(Said::parse(Kind::Ok, "", "left over").unwrap(), Said::OK);
        assert_eq!(Said::parse(Kind::Ok, "OTHER", ""), Err(DecisionError::ReasonUnknown));
    }

    #[test]
    fn a_verdict_survives_the_store() {
        let with = |verdict: fn(Reason) -> Verdict| Reason::ALL.map(verdict);
        for verdict in [vec![Verdict::Ok], with(Verdict::Return).into(), with(Verdict::Reject).into()].concat() {
            let reason = verdict.reason().map(Reason::code);
            assert_eq!(Verdict::parse(verdict.as_str(), reason), Some(verdict));
        }
        assert_eq!(Verdict::parse("ok", Some("OTHER")), None);
        assert_eq!(Verdict::parse("return", None), None);
    }

    #[test]
    fn a_note_is_not_printed() {
        let said = Said::parse(Kind::Return, "OTHER", "Siti Aminah").unwrap();
        assert!(!format!("{said:?}").contains("Siti"));
    }
}
