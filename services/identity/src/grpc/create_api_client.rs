use chassis::{
    grpc::caller,
    reason::{Refusal, internal},
};
use kernel::{AgencyCode, Coded as _};
use proto::identity::v1::{CreateApiClientRequest, CreateApiClientResponse};
use secrecy::ExposeSecret as _;
use tonic::{Request, Status};

use crate::app::{
    App,
    create_api_client::{CreateApiClient, CreateApiClientError},
};

pub(super) async fn create_api_client(
    app: &App,
    request: Request<CreateApiClientRequest>,
) -> Result<CreateApiClientResponse, Status> {
    let caller = caller(&request)?;
    let CreateApiClientRequest { agency_code, name } = request.into_inner();
    let agency = AgencyCode::parse(&agency_code)
        .map_err(|error| Refusal::field("agency_code", error.code(), error.to_string()))?;
    let created = app.create_api_client(&caller, CreateApiClient { agency, name }).await.map_err(refused)?;
    Ok(CreateApiClientResponse {
        client_id: created.client_id.to_string(),
        client_secret: created.client_secret.expose_secret().to_owned(),
    })
}

fn refused(error: CreateApiClientError) -> Status {
    match error {
        CreateApiClientError::Name(error) => Refusal::field("name", error.code(), error.to_string()).into(),
        CreateApiClientError::Unexpected(error) => internal(&error),
    }
}
