//! `GET /v1/campaign`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing;
use proto::registration::v1::GetCampaignRequest;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{given, instant};
use crate::{app::App, problem::Problem, upstream::ask};

/// A re-registration campaign.
#[derive(Serialize, ToSchema)]
pub(super) struct Campaign {
    /// Short code.
    code: String,
    /// Name for people.
    name: String,
    /// From then on registration is open.
    #[serde(with = "time::serde::rfc3339")]
    opens_at: OffsetDateTime,
    /// Then registration ends.
    #[serde(with = "time::serde::rfc3339")]
    registration_closes_at: OffsetDateTime,
    /// Then submission ends.
    #[serde(with = "time::serde::rfc3339")]
    submission_closes_at: OffsetDateTime,
    /// Then verification ends.
    #[serde(with = "time::serde::rfc3339")]
    verification_closes_at: OffsetDateTime,
}

/// The campaign that is open, or the latest
#[utoipa::path(get, path = "/v1/campaign", operation_id = "getCampaign", tag = "registration",
    responses((status = 200, body = Campaign, description = "Its dates"), Problem))]
pub(super) async fn get_campaign(State(app): State<Arc<App>>) -> Result<Json<Campaign>, Problem> {
    let answer = ask(app.registration.clone().get_campaign(outgoing(GetCampaignRequest {}))).await?;
    let campaign = answer.campaign.ok_or_else(|| Problem::new("CAMPAIGN_NOT_FOUND"))?;
    Ok(Json(Campaign {
        code: campaign.code,
        name: campaign.name,
        opens_at: given(instant(campaign.opens_at))?,
        registration_closes_at: given(instant(campaign.registration_closes_at))?,
        submission_closes_at: given(instant(campaign.submission_closes_at))?,
        verification_closes_at: given(instant(campaign.verification_closes_at))?,
    }))
}
