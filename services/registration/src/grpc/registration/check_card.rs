//! `CheckCard`.

use chassis::{
    reason::{Refusal, internal},
    wire::timestamp,
};
use proto::registration::v1::{CheckCardRequest, CheckCardResponse};
use tonic::{Code, Request, Response, Status};

use super::show;
use crate::app::{App, registration::check_card::CardError};

pub(crate) async fn check_card(
    app: &App,
    request: Request<CheckCardRequest>,
) -> Result<Response<CheckCardResponse>, Status> {
    let card = app.check_card(&request.into_inner().card_text).await.map_err(refused)?;
    Ok(Response::new(CheckCardResponse {
        registration_number: card.signed.registration_number.to_string(),
        signed_at: Some(timestamp(card.signed.registered_at)),
        state: show::state(card.state).into(),
    }))
}

fn refused(error: CardError) -> Status {
    match error {
        CardError::Invalid => Refusal::new(Code::InvalidArgument, "CARD_INVALID", "not a card of ours").into(),
        CardError::Internal(error) => internal(&error),
    }
}
