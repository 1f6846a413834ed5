//! `PurgeRehearsal`.

use chassis::{
    grpc::caller,
    reason::{Refusal, internal},
};
use kernel::RehearsalAgency;
use proto::registration::v1::{PurgeRehearsalRequest, PurgeRehearsalResponse};
use tonic::{Request, Response, Status};

use crate::app::{App, master::purge_rehearsal::BATCH};

pub(crate) async fn purge_rehearsal(
    app: &App,
    request: Request<PurgeRehearsalRequest>,
) -> Result<Response<PurgeRehearsalResponse>, Status> {
    let caller = caller(&request)?;
    let PurgeRehearsalRequest { agency_code, at_most } = request.into_inner();
    let agency = RehearsalAgency::parse(&agency_code)
        .map_err(|error| Refusal::field("agency_code", "REHEARSAL_AGENCY", error.to_string()))?;
    let at_most = match at_most {
        0 => BATCH,
        at_most @ 1..=BATCH => at_most,
        _ => return Err(Refusal::field("at_most", "PURGE_SIZE", "1 to 200").into()),
    };
    let step = app.purge_rehearsal(&caller, agency, at_most).await.map_err(|error| internal(&error))?;
    Ok(Response::new(PurgeRehearsalResponse {
        people: step.people,
        registrations: step.registrations,
        dossiers: step.dossiers,
        people_left: step.people_left,
        done: step.done,
        agency_stays: step.agency_stays,
    }))
}
