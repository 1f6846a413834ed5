//! Taking a dossier.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use chassis::grpc::ask;
use kernel::{DossierId, ServiceName};
use proto::verification::v1::ClaimDossierRequest;
use tonic::Status;

use super::{
    address::{missing, path},
    stopped::{held, over, passes},
    worklist,
};
use crate::{app::App, form::Posted, refused::Refused, visit::Visit};

/// `GET /petugas/berkas/{id}/ambil`.
pub(super) async fn back(Path(id): Path<String>) -> Redirect {
    let dossier = DossierId::parse(&id).map(path);
    Redirect::to(dossier.as_deref().unwrap_or(worklist::PATH))
}

/// `POST /petugas/berkas/{id}/ambil`: takes it or renews the claim, and leads to what is decided first.
pub(super) async fn act(State(app): State<Arc<App>>, Path(id): Path<String>, posted: Posted) -> Response {
    let Ok(dossier) = DossierId::parse(&id) else {
        return over(&app, &posted.visit, &Refused::of(&missing(), posted.visit.language), Vec::new(), worklist::PATH);
    };
    match claim(&app, &posted.visit, dossier).await {
        Ok(()) => Redirect::to(&format!("{}#keputusan", path(dossier))).into_response(),
        Err(status) => {
            let refused = Refused::of(&status, posted.visit.language);
            match refused.code.as_str() {
                // The page of the dossier says so, and shows what is in it.
                "CLAIMED_BY_OTHER" => Redirect::to(&path(dossier)).into_response(),
                _ if passes(&refused) => held(&app, &posted, &refused, worklist::PATH),
                _ => over(&app, &posted.visit, &refused, Vec::new(), worklist::PATH),
            }
        }
    }
}

/// Takes a dossier, or renews the officer's claim.
pub(super) async fn claim(app: &App, visit: &Visit, dossier: DossierId) -> Result<(), Status> {
    let officer = app.as_person(visit, ServiceName::Verification).await?;
    let request = officer.request(ClaimDossierRequest { dossier_id: dossier.to_string() });
    ask(app.verification.clone().claim_dossier(request)).await.map(|_| ())
}
