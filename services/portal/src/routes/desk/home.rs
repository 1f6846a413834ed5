use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chassis::{grpc::ask, reason::Refusal};
use kernel::{Role, ServiceName};
use proto::reporting::v1::{Counts, GetProgressRequest};
use tonic::{Code, Status};

use super::stopped::stopped;
use crate::{
    app::App,
    page::Page,
    pages::desk::Home,
    shell::Shell,
    visit::{SignedIn, Visit},
};

/// `GET /petugas`.
pub(super) async fn show(State(app): State<Arc<App>>, SignedIn { visit, person }: SignedIn) -> Response {
    if [Role::Employee, Role::AgencySystem].contains(&person.role) {
        let refusal = Refusal::new(Code::PermissionDenied, "ROLE_NOT_PERMITTED", "no officer");
        return stopped(&app, &visit, &refusal.into(), "/beranda");
    }
    let counts = counts(&app, &visit).await;
    if let Err(status) = &counts {
        tracing::warn!(code = ?status.code(), "the desk has no numbers");
    }
    let home = Home::of(Shell::of(&app.forms, &visit), person.role, counts.ok().as_ref());
    Page(StatusCode::OK, home).into_response()
}

/// Of everything within the officer's jurisdiction. The desk is worth showing without them.
async fn counts(app: &App, visit: &Visit) -> Result<Counts, Status> {
    let officer = app.as_person(visit, ServiceName::Reporting).await?;
    let request = officer.request(GetProgressRequest { page_size: 1, ..GetProgressRequest::default() });
    Ok(ask(app.reporting.clone().get_progress(request)).await?.total.unwrap_or_default())
}
