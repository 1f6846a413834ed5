//! `ListRehearsals`.

use chassis::reason::internal;
use proto::registration::v1::{ListRehearsalsRequest, ListRehearsalsResponse, RehearsalAgency};
use tonic::{Request, Response, Status};

use crate::{app::App, store::master::rehearsals::Standing};

pub(crate) async fn list_rehearsals(
    app: &App,
    _: Request<ListRehearsalsRequest>,
) -> Result<Response<ListRehearsalsResponse>, Status> {
    let agencies = app.list_rehearsals().await.map_err(|error| internal(&error))?;
    Ok(Response::new(ListRehearsalsResponse { agencies: agencies.into_iter().map(show).collect() }))
}

fn show(agency: Standing) -> RehearsalAgency {
    RehearsalAgency {
        code: agency.code,
        name: agency.name,
        people: agency.people.unsigned_abs(),
        registrations: agency.registrations.unsigned_abs(),
        dossiers: agency.dossiers.unsigned_abs(),
    }
}
