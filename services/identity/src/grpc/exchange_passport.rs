use chassis::{
    grpc::caller,
    reason::{Refusal, internal},
};
use kernel::Caller;
use proto::identity::v1::{ExchangePassportRequest, ExchangePassportResponse};
use tonic::{Code, Request, Status};

use super::parse;
use crate::app::{App, exchange_passport::ExchangePassportError};

pub(super) async fn exchange_passport(
    app: &App,
    request: Request<ExchangePassportRequest>,
) -> Result<ExchangePassportResponse, Status> {
    let Caller::Service(asker) = caller(&request)? else {
        return Err(refused(ExchangePassportError::Invalid(chassis::passport::PassportInvalid)));
    };
    let ExchangePassportRequest { passport, audience } = request.into_inner();
    let audience = parse::audience(&audience)?;
    let passport = app.exchange_passport(asker, &passport, audience).await.map_err(refused)?;
    Ok(ExchangePassportResponse { passport })
}

fn refused(error: ExchangePassportError) -> Status {
    match error {
        ExchangePassportError::Invalid(_) => {
            Refusal::new(Code::Unauthenticated, "PASSPORT_INVALID", "no valid passport of the asker").into()
        }
        ExchangePassportError::Unexpected(error) => internal(&error),
    }
}
