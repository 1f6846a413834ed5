use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use chassis::grpc::ask;
use kernel::{Role, ServiceName};
use proto::registration::v1::GetDossierRequest;
use tonic::Status;

use super::schedule::schedule;
use crate::{
    app::App,
    page::Page,
    pages::public::{Glance, Home, OwnForm},
    shell::Shell,
    visit::{SignedIn, Visit},
};

/// `GET /beranda`.
pub(super) async fn show(State(app): State<Arc<App>>, SignedIn { visit, person }: SignedIn) -> Page<Home> {
    let own = async {
        match person.role {
            Role::Employee => Some(own_form(&app, &visit).await),
            _ => None,
        }
    };
    let (schedule, own) = tokio::join!(schedule(&app, &visit), own);
    Page(StatusCode::OK, Home::of(Shell::of(&app.forms, &visit), &person, own, schedule))
}

/// The page is worth showing without it.
async fn own_form(app: &App, visit: &Visit) -> OwnForm {
    let asked = async {
        let person = app.as_person(visit, ServiceName::Registration).await?;
        let answer = ask(app.dossiers.clone().get_dossier(person.request(GetDossierRequest {}))).await?;
        answer.dossier.ok_or_else(|| Status::internal("no dossier"))
    };
    match asked.await {
        Ok(dossier) => OwnForm::Known(Glance::of(&dossier, visit.language)),
        Err(status) => {
            tracing::warn!(code = ?status.code(), "an own form is not known");
            OwnForm::Away
        }
    }
}
