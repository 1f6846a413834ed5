//! `POST /v1/registration-confirmations/searches`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::registration::v1::{PendingConfirmation, SearchRegistrationConfirmationsRequest};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{given, instant};
use crate::{app::App, body::Checked, problem::Problem, session::SignedIn, text::Text, upstream::ask};

/// What to search for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfirmationSearch {
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

/// One page, oldest due first.
#[derive(Serialize, ToSchema)]
pub(super) struct FoundConfirmations {
    /// Registrations that wait.
    confirmations: Vec<Waiting>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A registration that waits for confirmation.
#[derive(Serialize, ToSchema)]
#[schema(as = PendingConfirmation)]
pub(super) struct Waiting {
    /// For the decision.
    registration_id: String,
    /// No Reg.
    registration_number: String,
    /// Nama.
    name: String,
    /// NIP Baru.
    nip: String,
    /// Unit.
    unit_name: String,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    registered_at: OffsetDateTime,
    /// When it is due.
    #[serde(with = "time::serde::rfc3339::option")]
    due_at: Option<OffsetDateTime>,
}

/// Registrations that wait for my confirmation
#[utoipa::path(post, path = "/v1/registration-confirmations/searches", operation_id = "searchRegistrationConfirmations",
    tag = "verifier", security(("session" = [])), request_body = ConfirmationSearch,
    responses((status = 200, body = FoundConfirmations, description = "One page"), Problem))]
pub(super) async fn search_confirmations(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    Checked(search): Checked<ConfirmationSearch>,
) -> Result<Json<FoundConfirmations>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "registration").await?;
    let request = SearchRegistrationConfirmationsRequest {
        query: search.query.into_exposed(),
        page_size: search.page_size,
        cursor: search.cursor.into_exposed(),
    };
    let request = outgoing_as(request, &passport);
    let answer = ask(app.registration.clone().search_registration_confirmations(request)).await?;
    let confirmations = answer.confirmations.into_iter().map(Waiting::of).collect::<Result<_, _>>()?;
    let next_cursor = Some(answer.next_cursor).filter(|cursor| !cursor.is_empty());
    Ok(Json(FoundConfirmations { confirmations, next_cursor }))
}

impl Waiting {
    fn of(pending: PendingConfirmation) -> Result<Self, Problem> {
        Ok(Self {
            registered_at: given(instant(pending.registered_at))?,
            due_at: instant(pending.due_at),
            registration_id: pending.registration_id,
            registration_number: pending.registration_number,
            name: pending.name,
            nip: pending.nip,
            unit_name: pending.unit_name,
        })
    }
}
