use chassis::reason::Refusal;
use kernel::{Coded as _, RegistrationId};
use proto::identity::v1::{CheckPasswordRequest, CheckPasswordResponse};
use tonic::{Request, Status};

use super::render::sign_in_refused;
use crate::app::{App, check_password::CheckPassword};

pub(super) async fn check_password(
    app: &App,
    request: Request<CheckPasswordRequest>,
) -> Result<CheckPasswordResponse, Status> {
    let CheckPasswordRequest { registration_id, password, client_key, address_key } = request.into_inner();
    let registration_id = RegistrationId::parse(&registration_id)
        .map_err(|error| Refusal::field("registration_id", error.code(), error.to_string()))?;
    let command = CheckPassword { registration_id, password: password.into(), client_key, address_key };
    app.check_password(command).await.map_err(sign_in_refused)?;
    Ok(CheckPasswordResponse {})
}
