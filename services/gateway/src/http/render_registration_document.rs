//! `POST /v1/registration-documents/{document}`.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderName, header},
};
use axum_extra::extract::CookieJar;
use chassis::grpc::outgoing;
use proto::registration::v1::{
    NipAndPassword, RegistrationDocument, RenderRegistrationDocumentRequest,
    render_registration_document_request::Proof,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{app::App, body::Checked, browser, client::Client, problem::Problem, text::Text, upstream::ask};

/// Who asks: `documents_token`, or `nip` together with `password`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentProof {
    /// From the registration, 30 minutes.
    #[schema(inline)]
    documents_token: Option<Text<8192>>,
    /// For a reprint.
    #[schema(inline)]
    nip: Option<Text<64>>,
    /// For a reprint; counts as a sign-in attempt.
    #[schema(inline)]
    password: Option<Text<1024>>,
}

/// Print the card or the form
///
/// `card` is the proof of registration in two halves with a signed QR code, `form` the form to fill in by hand.
#[utoipa::path(post, path = "/v1/registration-documents/{document}", operation_id = "renderRegistrationDocument",
    tag = "registration", params(("document" = String, Path, description = "`card` or `form`")),
    request_body = DocumentProof,
    responses((status = 200, body = [u8], content_type = "application/pdf", description = "PDF/UA"), Problem))]
pub(super) async fn render_registration_document(
    State(app): State<Arc<App>>,
    Path(document): Path<String>,
    client: Client,
    jar: CookieJar,
    Checked(proof): Checked<DocumentProof>,
) -> Result<([(HeaderName, String); 2], Vec<u8>), Problem> {
    let document = match document.as_str() {
        "card" => RegistrationDocument::Card,
        "form" => RegistrationDocument::Form,
        _ => return Err(Problem::new("ROUTE_NOT_FOUND")),
    };
    let proof = match (proof.documents_token, proof.nip, proof.password) {
        (Some(token), None, None) => Proof::DocumentsToken(token.into_exposed()),
        (None, Some(nip), Some(password)) => {
            let (nip, password) = (nip.into_exposed(), password.into_exposed());
            Proof::NipAndPassword(NipAndPassword { nip, password })
        }
        (None, Some(_), None) => return Err(Problem::field("password", "FIELD_MISSING", "the field is required")),
        (None, None, Some(_)) => return Err(Problem::field("nip", "FIELD_MISSING", "the field is required")),
        _ => {
            let text = "give documents_token, or nip and password";
            return Err(Problem::field("documents_token", "PROOF_REQUIRED", text));
        }
    };
    let request = RenderRegistrationDocumentRequest {
        document: document.into(),
        proof: Some(proof),
        client_key: browser::device(&jar, &client),
        address_key: client.key(),
    };
    let answer = ask(app.registration.clone().render_registration_document(outgoing(request))).await?;
    let disposition = format!("attachment; filename=\"{}\"", plain_name(&answer.file_name));
    let headers = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, answer.pdf))
}

fn plain_name(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect()
}
