//! What a refusal says to people, in both languages; the sentences of the 2015 system word for word where there is one.

use std::time::Duration;

use axum::http::StatusCode;
use chassis::reason::reason_of;
use tonic::Status;
use tonic_types::StatusExt as _;

/// A refusal as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// How HTTP says it.
    pub status: StatusCode,
    /// Indonesian.
    pub id: &'static str,
    /// English.
    pub en: &'static str,
    /// Whether to begin again with the password.
    pub starts_over: bool,
    /// When to try again.
    pub retry_after: Option<Duration>,
}

impl Sentence {
    /// What a service refused.
    #[must_use]
    pub(crate) fn of(status: &Status) -> Self {
        let reason = reason_of(status);
        let (http, id, en) = match reason.as_deref() {
            Some("SIGN_IN_REFUSED") => {
                (StatusCode::UNAUTHORIZED, "No Register dan Password tidak sesuai", "Number and password do not fit")
            }
            Some("AWAITING_CONFIRMATION") => (
                StatusCode::FORBIDDEN,
                "Data anda belum diverifikasi, mohon menghubungi Biro Kepegawaian di Instansi saudara/i",
                "Your registration waits for confirmation; please ask the personnel bureau of your agency",
            ),
            Some("TOO_MANY_ATTEMPTS") => (
                StatusCode::TOO_MANY_REQUESTS,
                "Terlalu banyak percobaan, mohon tunggu sebentar",
                "Too many attempts; please wait a moment",
            ),
            Some("BUSY") => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Layanan sedang sibuk, mohon coba lagi sebentar",
                "The service is busy; please try again shortly",
            ),
            Some("TOTP_INVALID") => (StatusCode::UNAUTHORIZED, "Kode verifikasi tidak sesuai", "The code does not fit"),
            Some("TOTP_TICKET_EXPIRED") => (
                StatusCode::UNAUTHORIZED,
                "Waktu untuk kode verifikasi sudah lewat, silakan masuk kembali",
                "The time for the code has passed; please sign in again",
            ),
            Some("FIELDS_INVALID") => {
                (StatusCode::UNPROCESSABLE_ENTITY, "Isian belum benar", "What was entered is not complete")
            }
            _ => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Layanan sedang tidak dapat dihubungi, mohon coba lagi",
                "The service is away for the moment; please try again",
            ),
        };
        let starts_over = reason.as_deref() == Some("TOTP_TICKET_EXPIRED");
        let retry_after = status.get_details_retry_info().and_then(|info| info.retry_delay);
        Self { status: http, id, en, starts_over, retry_after }
    }
}

#[cfg(test)]
mod tests {
    use chassis::reason::Refusal;
    use tonic::Code;

    use super::*;

    #[test]
    fn refusals_speak_the_sentences_that_people_know() {
        let refused = Sentence::of(&Refusal::new(Code::Unauthenticated, "SIGN_IN_REFUSED", "").into());
        assert_eq!((refused.status, refused.id), (StatusCode::UNAUTHORIZED, "No Register dan Password tidak sesuai"));
        let waiting = Sentence::of(&Refusal::new(Code::FailedPrecondition, "AWAITING_CONFIRMATION", "").into());
        assert_eq!(waiting.status, StatusCode::FORBIDDEN);
        assert!(waiting.id.starts_with("Data anda belum diverifikasi"));
    }

    #[test]
    fn what_has_no_reason_is_an_outage_and_says_nothing_of_the_inside() {
        let outage = Sentence::of(&Status::internal("pg: connection refused at 10.0.0.3"));
        assert_eq!(outage.status, StatusCode::SERVICE_UNAVAILABLE);
    }
}
