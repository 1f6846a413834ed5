//! Card and form as PDF: right after registering, or again with NIP and password.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chassis::grpc::{ask, outgoing};
use proto::registration::v1::{
    NipAndPassword, RegistrationDocument, RenderRegistrationDocumentRequest,
    render_registration_document_request::Proof,
};
use tonic::Status;

use crate::{
    app::App,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::public::Reprint,
    refused::{Refused, rule_sentence},
    routes::refusal,
    shell::Shell,
    visit::Visit,
};

/// Prints with the token of a registration.
pub(super) const PRINT: &str = "/daftar/cetak";
const AGAIN: &str = "/kartu";

/// `GET /kartu`.
pub(super) async fn show(State(app): State<Arc<App>>, visit: Visit) -> Page<Reprint> {
    let (shell, form) = (Shell::of(&app.forms, &visit), Form::new(&app.forms, &visit, AGAIN));
    Page(StatusCode::OK, Reprint { shell, form, registered_already: false })
}

/// `POST /kartu`.
pub(super) async fn reprint(State(app): State<Arc<App>>, posted: Posted) -> Response {
    // A form that was sent once more comes without its secrets: that is nobody's wrong guess.
    if posted.fields.raw("password").is_empty() {
        let missing = rule_sentence("FIELD_MISSING", posted.visit.language).unwrap_or_default();
        let form = Form::again(&app.forms, &posted, &["nip"]).to(AGAIN).broken("password", missing);
        let page = Reprint { shell: Shell::of(&app.forms, &posted.visit), form, registered_already: false };
        return Page(StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    }
    let proof = NipAndPassword {
        nip: posted.fields.text("nip").to_owned(),
        password: posted.fields.raw("password").to_owned(),
    };
    match document(&app, &posted, Proof::NipAndPassword(proof)).await {
        Ok(pdf) => pdf,
        Err(status) => refused(&app, &posted, &status),
    }
}

/// `POST /daftar/cetak`.
pub(super) async fn print(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let token = posted.fields.text("documents_token").to_owned();
    match document(&app, &posted, Proof::DocumentsToken(token)).await {
        Ok(pdf) => pdf,
        Err(status) if Refused::of(&status, posted.visit.language).code.starts_with("DOCUMENTS_TOKEN_") => {
            refused(&app, &posted, &status)
        }
        // The page with the token is still open behind this one.
        Err(status) => refusal(&app, &posted.visit, &status),
    }
}

/// "DATA ANDA TELAH TERDAFTAR": nothing but printing is left.
pub(super) fn registered_already(app: &App, posted: &Posted) -> Response {
    let form = Form::again(&app.forms, posted, &["nip"]).to(AGAIN);
    let page = Reprint { shell: Shell::of(&app.forms, &posted.visit), form, registered_already: true };
    Page(StatusCode::CONFLICT, page).into_response()
}

fn refused(app: &App, posted: &Posted, status: &Status) -> Response {
    let refusal = Refused::of(status, posted.visit.language);
    let at = refusal.is("PASSWORD_WRONG").then_some("password");
    let form = Form::again(&app.forms, posted, &["nip"]).to(AGAIN).refused(&app.forms, posted, &refusal, at);
    let page = Reprint { shell: Shell::of(&app.forms, &posted.visit), form, registered_already: false };
    (come_back(refusal.retry_after), Page(refusal.status, page)).into_response()
}

/// The paper that the pressed button names, shown in the browser.
async fn document(app: &App, posted: &Posted, proof: Proof) -> Result<Response, Status> {
    let document = match posted.fields.text("document") {
        "form" => RegistrationDocument::Form,
        _ => RegistrationDocument::Card,
    };
    let request = RenderRegistrationDocumentRequest {
        document: document.into(),
        proof: Some(proof),
        client_key: posted.visit.client.device.clone(),
        address_key: posted.visit.client.address.clone(),
    };
    let paper = ask(app.registration.clone().render_registration_document(outgoing(request))).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{}\"", paper.file_name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, paper.pdf).into_response())
}
