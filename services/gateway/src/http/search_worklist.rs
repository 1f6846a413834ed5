//! `POST /v1/worklist/searches`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::verification::v1::{SearchWorklistRequest, WorklistEntry};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{given, instant, some},
    words::Stage,
};
use crate::{app::App, body::Checked, problem::Problem, session::SignedIn, text::Text, upstream::ask};

/// What to search for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WorklistSearch {
    /// A registration number or a NIP; left out for all.
    #[serde(default)]
    #[schema(inline)]
    query: Text<64>,
    /// 1 to 100; 50 when left out.
    #[serde(default)]
    page_size: u32,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[schema(inline)]
    cursor: Text<4096>,
}

/// One page, riskiest and oldest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Worklist {
    /// Dossiers that wait at my stage.
    entries: Vec<EntryBody>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A dossier in the worklist.
#[derive(Serialize, ToSchema)]
#[schema(as = WorklistEntry)]
pub(super) struct EntryBody {
    /// The dossier.
    dossier_id: String,
    /// Whose registration it belongs to.
    registration_number: String,
    /// 18 digits.
    nip: String,
    /// Nama.
    name: String,
    /// Parent agency.
    agency_name: String,
    /// Unit.
    unit_name: String,
    /// The stage that decides now; null when none does.
    #[schema(inline)]
    stage: Option<Stage>,
    /// Number of the submission.
    submission: u32,
    /// How many fields this stage has to decide.
    due_fields: u32,
    /// How many of them are marked.
    marked_fields: u32,
    /// When it was submitted.
    #[serde(with = "time::serde::rfc3339")]
    submitted_at: OffsetDateTime,
    /// When this stage should be done.
    #[serde(with = "time::serde::rfc3339::option")]
    due_at: Option<OffsetDateTime>,
    /// Whether somebody is working on it.
    claimed: bool,
    /// Whether that is me.
    claimed_by_me: bool,
}

/// Dossiers that wait for my decision
///
/// Never one's own, nor those that one has decided at another stage.
#[utoipa::path(post, path = "/v1/worklist/searches", operation_id = "searchWorklist", tag = "verifier",
    security(("session" = [])), request_body = WorklistSearch,
    responses((status = 200, body = Worklist, description = "One page"), Problem))]
pub(super) async fn search_worklist(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    Checked(search): Checked<WorklistSearch>,
) -> Result<Json<Worklist>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "verification").await?;
    let (query, cursor) = (search.query.into_exposed(), search.cursor.into_exposed());
    let request = SearchWorklistRequest { query, page_size: search.page_size, cursor };
    let answer = ask(app.verification.clone().search_worklist(outgoing_as(request, &passport))).await?;
    let entries = answer.entries.into_iter().map(EntryBody::of).collect::<Result<_, _>>()?;
    Ok(Json(Worklist { entries, next_cursor: some(answer.next_cursor) }))
}

impl EntryBody {
    /// # Errors
    /// `INTERNAL`: verification left something out.
    pub(super) fn of(entry: WorklistEntry) -> Result<Self, Problem> {
        Ok(Self {
            stage: Stage::of(entry.stage()),
            submitted_at: given(instant(entry.submitted_at))?,
            due_at: instant(entry.due_at),
            dossier_id: entry.dossier_id,
            registration_number: entry.registration_number,
            nip: entry.nip,
            name: entry.name,
            agency_name: entry.agency_name,
            unit_name: entry.unit_name,
            submission: entry.submission,
            due_fields: entry.due_fields,
            marked_fields: entry.marked_fields,
            claimed: entry.claimed,
            claimed_by_me: entry.claimed_by_me,
        })
    }
}
