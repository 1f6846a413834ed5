//! `RenderRegistrationDocument`.

use std::time::Duration;

use chassis::reason::{Fields, Refusal, internal};
use kernel::Nip;
use proto::registration::v1::{
    RegistrationDocument, RenderRegistrationDocumentRequest, RenderRegistrationDocumentResponse,
    render_registration_document_request::Proof as SentProof,
};
use tonic::{Code, Request, Response, Status};

use crate::app::{
    App,
    ports::Source,
    registration::render_registration_document::{Paper, Proof, RenderError},
};

pub(crate) async fn render_registration_document(
    app: &App,
    request: Request<RenderRegistrationDocumentRequest>,
) -> Result<Response<RenderRegistrationDocumentResponse>, Status> {
    let (paper, proof) = read(request.into_inner())?;
    let document = app.render_registration_document(paper, proof).await.map_err(refused)?;
    Ok(Response::new(RenderRegistrationDocumentResponse { pdf: document.pdf, file_name: document.file_name }))
}

fn read(request: RenderRegistrationDocumentRequest) -> Result<(Paper, Proof), Status> {
    let mut fields = Fields::default();
    let paper = match request.document() {
        RegistrationDocument::Unspecified => None,
        RegistrationDocument::Card => Some(Paper::Card),
        RegistrationDocument::Form => Some(Paper::Form),
    };
    fields.require(paper.is_some(), "document", "DOCUMENT_UNKNOWN", "card or form");
    let proof = match request.proof {
        None => {
            fields.require(false, "proof", "PROOF_REQUIRED", "a documents token, or NIP and password");
            None
        }
        Some(SentProof::DocumentsToken(token)) => Some(Proof::DocumentsToken(token)),
        Some(SentProof::NipAndPassword(sent)) => {
            let password = sent.password.into();
            let nip = fields.read("nip", Nip::parse(&sent.nip));
            let source = Source { client_key: request.client_key, address_key: request.address_key };
            nip.map(|nip| Proof::NipAndPassword { nip, password, source })
        }
    };
    paper.zip(proof).ok_or_else(|| fields.refusal())
}

fn refused(error: RenderError) -> Status {
    match error {
        RenderError::TokenInvalid => {
            Refusal::new(Code::InvalidArgument, "DOCUMENTS_TOKEN_INVALID", "not a documents token").into()
        }
        RenderError::TokenExpired => {
            Refusal::new(Code::FailedPrecondition, "DOCUMENTS_TOKEN_EXPIRED", "older than 30 minutes").into()
        }
        RenderError::PasswordWrong => Refusal::new(Code::PermissionDenied, "PASSWORD_WRONG", "password wrong").into(),
        RenderError::Accounts(status) => status,
        RenderError::Busy => Refusal::new(Code::ResourceExhausted, "BUSY", "too many documents at once")
            .retry_after(Duration::from_secs(2))
            .into(),
        RenderError::Internal(error) => internal(&error),
    }
}
