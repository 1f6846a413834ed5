//! `POST /v1/registration-status-checks`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing;
use proto::registration::v1::CheckRegistrationStatusRequest;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{self, given, instant};
use crate::{
    app::App,
    body::Checked,
    challenge::{Purpose, Receipt},
    problem::Problem,
    text::Text,
    upstream::ask,
};

/// Which registration.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusCheck {
    /// 8 characters; case, spaces and dashes do not matter.
    #[schema(inline)]
    registration_number: Text<64>,
    /// A solved challenge of purpose `status`, or the `challenge_receipt` of an earlier answer.
    #[schema(inline)]
    challenge: Text<8192>,
}

/// Where it stands; nothing of the person.
#[derive(Serialize, ToSchema)]
pub(super) struct RegistrationStatus {
    /// The number as it is written.
    registration_number: String,
    /// Where it stands.
    #[schema(inline)]
    state: rendering::State,
    /// When confirmation is due; absent once decided.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    due_at: Option<OffsetDateTime>,
    /// Stands for the challenge, up to 5 uses in 10 minutes.
    challenge_receipt: Receipt,
}

/// Check where a registration stands
#[utoipa::path(post, path = "/v1/registration-status-checks", operation_id = "checkRegistrationStatus",
    tag = "registration", request_body = StatusCheck,
    responses((status = 200, body = RegistrationStatus, description = "Where it stands"), Problem))]
pub(super) async fn check_registration_status(
    State(app): State<Arc<App>>,
    Checked(check): Checked<StatusCheck>,
) -> Result<Json<RegistrationStatus>, Problem> {
    let challenge_receipt = app.admit(check.challenge.expose(), Purpose::Status).await?;
    let request = CheckRegistrationStatusRequest { registration_number: check.registration_number.into_exposed() };
    let answer = ask(app.registration.clone().check_registration_status(outgoing(request))).await;
    let answer = answer.map_err(|problem| challenge_receipt.on(problem))?;
    let state = given(rendering::State::of(answer.state()))?;
    let due_at = instant(answer.due_at);
    Ok(Json(RegistrationStatus { registration_number: answer.registration_number, state, due_at, challenge_receipt }))
}
