//! What a service refused, in the words of the crate `words` and the visitor's language.

use std::time::Duration;

use axum::http::StatusCode;
use doorway::{again, refusal::Refusal};
use tonic::Status;

use crate::language::Language;

/// A refusal as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Stable, UPPER_SNAKE: what code decides by.
    pub code: String,
    /// How HTTP says it.
    pub status: StatusCode,
    /// For people.
    pub sentence: &'static str,
    /// When to try again.
    pub retry_after: Option<Duration>,
    /// Fields that break a rule, as the service names them, each with its sentence.
    pub fields: Vec<(String, String)>,
}

impl Refused {
    /// What a status says in one language. What has no reason of ours is an outage and tells nothing of the inside.
    #[must_use]
    pub(crate) fn of(status: &Status, language: Language) -> Self {
        let Refusal { reason: code, delay, broken, .. } = Refusal::from(status);
        let reason = words::find(&code).or_else(|| {
            tracing::error!(code, "a reason has no sentence");
            words::find("INTERNAL")
        });
        let fields = broken.into_iter().map(|broken| {
            let sentence = rule_sentence(&broken.rule, language).map_or(broken.text, str::to_owned);
            (broken.field, sentence)
        });
        let http = reason.map_or(StatusCode::INTERNAL_SERVER_ERROR, |reason| reason.status);
        Self {
            status: http,
            sentence: reason.map_or("", |reason| reason.sentence(language)),
            retry_after: again::due(http, delay),
            fields: fields.collect(),
            code,
        }
    }

    /// Whether it is this refusal.
    #[must_use]
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code == code
    }

    /// Whether it may have happened all the same: then the same form is sent again under its own number.
    #[must_use]
    pub(crate) fn outcome_unknown(&self) -> bool {
        ["UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "BUSY", "REGISTRATION_IN_PROGRESS", "RESERVATION_ENDED"]
            .contains(&self.code.as_str())
    }
}

/// The sentence of a code that stands inside a result or a field violation, if it has one.
#[must_use]
pub(crate) fn rule_sentence(code: &str, language: Language) -> Option<&'static str> {
    words::sentence(code, language)
}

#[cfg(test)]
mod tests {
    use chassis::reason::Refusal;
    use tonic::Code;

    use super::*;

    #[test]
    fn the_sentences_that_people_know_stay_word_for_word() {
        let refused =
            Refused::of(&Refusal::new(Code::Unauthenticated, "SIGN_IN_REFUSED", "").into(), Language::Indonesian);
        assert_eq!(
            (refused.status, refused.sentence),
            (StatusCode::UNAUTHORIZED, "No Register dan Password tidak sesuai")
        );
        let waiting: Status = Refusal::new(Code::FailedPrecondition, "AWAITING_CONFIRMATION", "").into();
        assert!(Refused::of(&waiting, Language::Indonesian).sentence.starts_with("Data anda belum diverifikasi"));
        assert!(Refused::of(&waiting, Language::English).sentence.starts_with("Your data have not been verified"));
    }

    #[test]
    fn what_passes_by_itself_says_when() {
        for reason in words::REASONS {
            let refused = Refused::of(&Refusal::new(Code::Unknown, reason.code, "").into(), Language::Indonesian);
            let passes = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&reason.status);
            assert_eq!(refused.retry_after.is_some(), passes, "{}", reason.code);
        }
        for status in [Status::unavailable(""), Status::deadline_exceeded(""), Status::cancelled("")] {
            assert_eq!(Refused::of(&status, Language::Indonesian).retry_after, Some(again::SOON), "{status:?}");
        }
    }

    #[test]
    fn what_has_no_reason_is_an_outage_and_says_nothing_of_the_inside() {
        let refused = Refused::of(&Status::unavailable("tcp 10.0.0.3"), Language::Indonesian);
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(Refused::of(&Status::internal("pg: 10.0.0.3"), Language::Indonesian).is("INTERNAL"));
    }

    #[test]
    fn a_broken_field_says_its_rule_in_the_language_of_the_page() {
        let status: Status = Refusal::field("nip", "NIP_LENGTH", "18 digits").into();
        assert_eq!(
            Refused::of(&status, Language::Indonesian).fields,
            [("nip".into(), "NIP terdiri atas 18 angka".into())]
        );
        assert_eq!(Refused::of(&status, Language::English).fields, [("nip".into(), "A NIP has 18 digits".into())]);
    }
}
