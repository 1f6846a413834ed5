//! What registration and identity say to everybody.

use std::time::Duration;

use chassis::reason::Refusal;
use prost_types::Timestamp;
use proto::{
    identity::v1 as id,
    registration::v1::{self as reg, render_registration_document_request::Proof},
};
use tonic::{Code, Response};

use super::{Answer, refused};

#[allow(clippy::unnecessary_wraps, reason = "as the contract has it")]
fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds, nanos: 0 })
}

pub(super) fn look_up(request: &reg::LookUpEmployeeRequest) -> Answer<reg::LookUpEmployeeResponse> {
    match (request.nip.as_str(), request.nik.as_str()) {
        ("198612262009122001", "3171236612860001") => Ok(Response::new(reg::LookUpEmployeeResponse {
            name: "Dr. Siti <b>Aminah</b>, M.Si.".to_owned(),
            agency_name: "Pemerintah Kota Bandung".to_owned(),
            lookup_token: format!("looked-up-by-{}", request.browser),
            expires_at: None,
        })),
        ("197501022014071003", _) => refused(Code::AlreadyExists, "ALREADY_REGISTERED"),
        ("197501022014071004", _) => refused(Code::Unavailable, "UNAVAILABLE"),
        (short, _) if short.len() != 18 => Err(Refusal::field("nip", "NIP_LENGTH", "18 digits").into()),
        _ => refused(Code::NotFound, "EMPLOYEE_NOT_MATCHED"),
    }
}

pub(super) fn register(request: reg::RegisterRequest) -> Answer<reg::RegisterResponse> {
    if request.lookup_token != format!("looked-up-by-{}", request.browser) {
        return refused(Code::FailedPrecondition, "LOOKUP_TOKEN_EXPIRED");
    }
    if request.email == "no address" {
        return Err(Refusal::field("email", "EMAIL_INVALID", "").into());
    }
    match request.password.as_str() {
        "password" => return Err(Refusal::field("password", "PASSWORD_COMMON", "").into()),
        "busy busy" => return refused(Code::Unavailable, "BUSY"),
        "in progress" => return refused(Code::Aborted, "REGISTRATION_IN_PROGRESS"),
        "too late" => return refused(Code::AlreadyExists, "ALREADY_REGISTERED"),
        "other words" => return refused(Code::InvalidArgument, "REQUEST_ID_REUSED"),
        _ => {}
    }
    let registration = reg::Registration {
        registration_id: request.request_id.clone(),
        registration_number: "C8Y9GVRP".to_owned(),
        nip: "198612262009122001".to_owned(),
        name: "Dr. Siti <b>Aminah</b>, M.Si.".to_owned(),
        agency_name: "Pemerintah Kota Bandung".to_owned(),
        // So that a test sees under which key it was registered, and with what.
        unit_name: format!("{} {}", request.request_id, request.security_question),
        registered_at: at(1_798_736_400),
        due_at: at(1_798_822_800),
        state: reg::RegistrationState::Registered.into(),
    };
    Ok(Response::new(reg::RegisterResponse {
        registration: Some(registration),
        documents_token: "documents".to_owned(),
    }))
}

pub(super) fn status(request: &reg::CheckRegistrationStatusRequest) -> Answer<reg::CheckRegistrationStatusResponse> {
    let number: String = request.registration_number.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let state = match number.to_ascii_uppercase().as_str() {
        "C8Y9GVRP" => reg::RegistrationState::Registered,
        "C8Y9GVRQ" => reg::RegistrationState::Confirmed,
        "C8Y9GVRR" => reg::RegistrationState::Rejected,
        short if short.len() != 8 => {
            return Err(Refusal::field("registration_number", "REGISTRATION_NUMBER_LENGTH", "").into());
        }
        _ => return refused(Code::NotFound, "REGISTRATION_NOT_FOUND"),
    };
    let due_at = if state == reg::RegistrationState::Registered { at(1_798_822_800) } else { None };
    Ok(Response::new(reg::CheckRegistrationStatusResponse {
        registration_number: number.to_ascii_uppercase(),
        state: state.into(),
        due_at,
    }))
}

pub(super) fn document(
    request: reg::RenderRegistrationDocumentRequest,
) -> Answer<reg::RenderRegistrationDocumentResponse> {
    match request.proof {
        Some(Proof::DocumentsToken(token)) if token == "documents" => {}
        Some(Proof::DocumentsToken(_)) => return refused(Code::FailedPrecondition, "DOCUMENTS_TOKEN_EXPIRED"),
        Some(Proof::NipAndPassword(proof)) if proof.password == "right" => {
            assert!(!request.client_key.is_empty() && !request.address_key.is_empty(), "tries are counted");
        }
        Some(Proof::NipAndPassword(proof)) if proof.password == "slowed" => {
            let slowed = Refusal::new(Code::ResourceExhausted, "TOO_MANY_ATTEMPTS", "");
            return Err(slowed.retry_after(Duration::from_secs(90)).into());
        }
        _ => return refused(Code::Unauthenticated, "PASSWORD_WRONG"),
    }
    let kind = if request.document == 1 { "kartu" } else { "formulir" };
    let file_name = format!("{kind}-registrasi.pdf");
    Ok(Response::new(reg::RenderRegistrationDocumentResponse { pdf: b"%PDF-1.7".to_vec(), file_name }))
}

pub(super) fn card(request: &reg::CheckCardRequest) -> Answer<reg::CheckCardResponse> {
    if request.card_text != "signed.text" {
        return refused(Code::InvalidArgument, "CARD_INVALID");
    }
    Ok(Response::new(reg::CheckCardResponse {
        registration_number: "C8Y9GVRP".to_owned(),
        signed_at: at(1_798_736_400),
        state: reg::RegistrationState::Confirmed.into(),
    }))
}

pub(super) fn access_log(request: &id::ListAccessLogRequest) -> Answer<id::ListAccessLogResponse> {
    let entry = |seconds, unit: &str, field_group: &str, purpose: &str| id::AccessLogEntry {
        viewed_at: at(seconds),
        viewer_role: id::Role::Verifier1.into(),
        viewer_jurisdiction: Some(id::Jurisdiction { area: Some(id::jurisdiction::Area::UnitCode(unit.to_owned())) }),
        field_group: field_group.to_owned(),
        purpose: purpose.to_owned(),
    };
    let (entries, next_cursor) = match request.cursor.as_str() {
        "" => (vec![entry(1_798_736_400, "A501", "registration", "confirmation")], "more+of/it=="),
        "more+of/it==" => (vec![entry(1_798_650_000, "A502", "dossier", "verification")], ""),
        _ => return refused(Code::InvalidArgument, "CURSOR_INVALID"),
    };
    Ok(Response::new(id::ListAccessLogResponse { entries, next_cursor: next_cursor.to_owned() }))
}
