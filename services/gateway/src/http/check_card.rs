//! `POST /v1/card-checks`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing;
use proto::registration::v1::CheckCardRequest;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{self, given, instant};
use crate::{app::App, body::Checked, problem::Problem, text::Text, upstream::ask};

/// What a QR code says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CardCheck {
    /// The text behind `#` in the QR code's address.
    #[schema(inline)]
    card_text: Text<4096>,
}

/// A card whose signature holds.
#[derive(Serialize, ToSchema)]
pub(super) struct CheckedCard {
    /// The number on it.
    registration_number: String,
    /// When it was signed.
    #[serde(with = "time::serde::rfc3339")]
    signed_at: OffsetDateTime,
    /// Where the registration stands now.
    #[schema(inline)]
    state: Option<rendering::State>,
}

/// Check a card
#[utoipa::path(post, path = "/v1/card-checks", operation_id = "checkCard", tag = "registration",
    request_body = CardCheck, responses((status = 200, body = CheckedCard, description = "Genuine"), Problem))]
pub(super) async fn check_card(
    State(app): State<Arc<App>>,
    Checked(check): Checked<CardCheck>,
) -> Result<Json<CheckedCard>, Problem> {
    let request = CheckCardRequest { card_text: check.card_text.into_exposed() };
    let answer = ask(app.registration.clone().check_card(outgoing(request))).await?;
    let (state, signed_at) = (rendering::State::of(answer.state()), given(instant(answer.signed_at))?);
    Ok(Json(CheckedCard { registration_number: answer.registration_number, signed_at, state }))
}
