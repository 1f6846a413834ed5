//! `GET /v1/me/access-log`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::identity::v1::{AccessLogEntry, Jurisdiction, ListAccessLogRequest, Role, jurisdiction};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

use super::rendering::{Area, given, instant, some};
use crate::{
    app::App,
    problem::Problem,
    query::{Asked, number},
    session::SignedIn,
    text::Text,
    upstream::ask,
};

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AccessLogPage {
    /// 1 to 100; 50 when left out.
    #[serde(default, deserialize_with = "number")]
    limit: u32,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[param(inline)]
    cursor: Text<4096>,
}

/// One page, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct AccessLog {
    /// Who has looked.
    entries: Vec<AccessBody>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// Somebody looked at my data.
#[derive(Serialize, ToSchema)]
#[schema(as = AccessLogEntry)]
pub(super) struct AccessBody {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    viewed_at: OffsetDateTime,
    /// What the viewer was at that time: `verifier_1`, `verifier_2`, ...
    viewer_role: String,
    /// Where that role held.
    #[schema(inline)]
    viewer_jurisdiction: Option<Area>,
    /// What was shown: `registration`, `worklist`, `dossier`.
    field_group: String,
    /// Why: `confirmation`, `verification`.
    purpose: String,
}

/// Who has looked at my data
#[utoipa::path(get, path = "/v1/me/access-log", operation_id = "listAccessLog", tag = "sessions",
    security(("session" = [])), params(AccessLogPage),
    responses((status = 200, body = AccessLog, description = "One page, newest first"), Problem))]
pub(super) async fn list_access_log(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    Asked(page): Asked<AccessLogPage>,
) -> Result<Json<AccessLog>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "identity").await?;
    let request = ListAccessLogRequest { page_size: page.limit, cursor: page.cursor.into_exposed() };
    let answer = ask(app.identity.clone().list_access_log(outgoing_as(request, &passport))).await;
    let answer = answer.map_err(|problem| problem.renamed(&[("page_size", "limit")]))?;
    let entries = answer.entries.into_iter().map(AccessBody::of).collect::<Result<_, _>>()?;
    Ok(Json(AccessLog { entries, next_cursor: some(answer.next_cursor) }))
}

impl AccessBody {
    fn of(entry: AccessLogEntry) -> Result<Self, Problem> {
        let viewer_role = given(match entry.viewer_role() {
            Role::Unspecified => None,
            role => Some(role.as_str_name().trim_start_matches("ROLE_").to_lowercase()),
        })?;
        Ok(Self {
            viewed_at: given(instant(entry.viewed_at))?,
            viewer_role,
            viewer_jurisdiction: entry.viewer_jurisdiction.and_then(area),
            field_group: entry.field_group,
            purpose: entry.purpose,
        })
    }
}

fn area(jurisdiction: Jurisdiction) -> Option<Area> {
    let (kind, code) = match jurisdiction.area? {
        jurisdiction::Area::UnitCode(code) => ("unit", Some(code)),
        jurisdiction::Area::AgencyCode(code) => ("agency", Some(code)),
        jurisdiction::Area::KanregCode(code) => ("kanreg", Some(code)),
        jurisdiction::Area::Nation(_) => ("nation", None),
        jurisdiction::Area::Rehearsal(_) => ("rehearsal", None),
    };
    Some(Area { kind, code })
}
