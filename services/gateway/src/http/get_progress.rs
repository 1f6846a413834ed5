//! `GET /v1/reports/progress`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::reporting::v1::{GetProgressRequest, Progress};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

use super::{
    counts::CountsBody,
    rendering::{given, instant, some},
};
use crate::{
    app::App,
    problem::Problem,
    query::{Asked, number},
    session::SignedIn,
    text::Text,
    upstream::ask,
};

/// Whose progress.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProgressAsked {
    /// Code of the campaign; the latest when left out.
    #[serde(default)]
    #[param(inline)]
    campaign: Text<64>,
    /// Units of this agency; the agencies themselves when left out.
    #[serde(default)]
    #[param(inline)]
    agency: Text<64>,
    /// 1 to 500; 100 when left out.
    #[serde(default, deserialize_with = "number")]
    limit: u32,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[param(inline)]
    cursor: Text<4096>,
}

/// One page, by code.
#[derive(Serialize, ToSchema)]
pub(super) struct ProgressPage {
    /// Agencies, or units of one.
    rows: Vec<ProgressBody>,
    /// All that was asked for within my jurisdiction, all pages together.
    total: CountsBody,
    /// State of the numbers; null before the first.
    #[serde(with = "time::serde::rfc3339::option")]
    as_of: Option<OffsetDateTime>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// One agency's or unit's progress.
#[derive(Serialize, ToSchema)]
#[schema(as = Progress)]
pub(super) struct ProgressBody {
    /// Code of agency or unit.
    code: String,
    /// Its name.
    name: String,
    /// Its people.
    counts: CountsBody,
}

/// Progress by agency or unit
#[utoipa::path(get, path = "/v1/reports/progress", operation_id = "getProgress", tag = "reports",
    security(("session" = [])), params(ProgressAsked),
    responses((status = 200, body = ProgressPage, description = "One page, by code"), Problem))]
pub(super) async fn get_progress(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    Asked(asked): Asked<ProgressAsked>,
) -> Result<Json<ProgressPage>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "reporting").await?;
    let request = GetProgressRequest {
        campaign_code: asked.campaign.into_exposed(),
        agency_code: asked.agency.into_exposed(),
        page_size: asked.limit,
        cursor: asked.cursor.into_exposed(),
    };
    let answer = ask(app.reporting.clone().get_progress(outgoing_as(request, &passport))).await;
    let names = [("campaign_code", "campaign"), ("agency_code", "agency"), ("page_size", "limit")];
    let answer = answer.map_err(|problem| problem.renamed(&names))?;
    Ok(Json(ProgressPage {
        rows: answer.rows.into_iter().map(ProgressBody::of).collect::<Result<_, _>>()?,
        total: CountsBody::of(&given(answer.total)?),
        as_of: instant(answer.as_of),
        next_cursor: some(answer.next_cursor),
    }))
}

impl ProgressBody {
    fn of(progress: Progress) -> Result<Self, Problem> {
        let counts = CountsBody::of(&given(progress.counts)?);
        Ok(Self { code: progress.code, name: progress.name, counts })
    }
}
