//! How far the officer's jurisdiction is.

use std::sync::Arc;

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chassis::grpc::ask;
use kernel::{AgencyCode, ServiceName};
use proto::reporting::v1::{GetProgressRequest, GetProgressResponse};
use tonic::Status;

use super::stopped::{held, stopped};
use crate::{
    app::App,
    form::{Form, Posted},
    page::Page,
    pages::desk::Progress,
    refused::Refused,
    shell::Shell,
    visit::{SignedIn, Visit},
};

const PATH: &str = "/petugas/kemajuan";
const HOME: &str = "/petugas";
const PAGE: u32 = 50;

/// `GET /petugas/kemajuan`, or `?instansi=A5` for the units of an agency.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    SignedIn { visit, .. }: SignedIn,
) -> Response {
    let agency = agency(query.as_deref().and_then(|query| query.strip_prefix("instansi=")).unwrap_or_default());
    match progress(&app, &visit, &agency, "").await {
        Ok(progress) => page(&app, &visit, agency, progress),
        Err(status) => stopped(&app, &visit, &status, HOME),
    }
}

/// `POST /petugas/kemajuan`: the next page.
pub(super) async fn act(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let agency = agency(posted.fields.text("agency_code"));
    match progress(&app, &posted.visit, &agency, posted.fields.text("next_cursor")).await {
        Ok(progress) => page(&app, &posted.visit, agency, progress),
        Err(status) => held(&app, &posted, &Refused::of(&status, posted.visit.language), PATH),
    }
}

/// What is no code means all agencies.
fn agency(code: &str) -> String {
    AgencyCode::parse(code).map(|code| code.as_str().to_owned()).unwrap_or_default()
}

async fn progress(app: &App, visit: &Visit, agency: &str, cursor: &str) -> Result<GetProgressResponse, Status> {
    let officer = app.as_person(visit, ServiceName::Reporting).await?;
    let request = officer.request(GetProgressRequest {
        campaign_code: String::new(),
        agency_code: agency.to_owned(),
        page_size: PAGE,
        cursor: cursor.to_owned(),
    });
    ask(app.reporting.clone().get_progress(request)).await
}

fn page(app: &App, visit: &Visit, agency: String, progress: GetProgressResponse) -> Response {
    let form = Form::new(&app.forms, visit, PATH);
    Page(StatusCode::OK, Progress::of(Shell::of(&app.forms, visit), form, agency, progress)).into_response()
}
