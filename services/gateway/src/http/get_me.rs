//! `GET /v1/me`.

use axum::Json;
use kernel::Jurisdiction;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{Area, given};
use crate::{problem::Problem, session::SignedIn};

/// Who is signed in; nothing personal.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    /// The person.
    person_id: String,
    /// The account.
    account_id: String,
    /// The session.
    session_id: String,
    /// `employee`, `verifier_1`, `verifier_2`, `verifier_3`, `helpdesk`, `agency_admin`, `bkn_admin` or
    /// `agency_system`.
    role: &'static str,
    /// Where the role holds.
    #[schema(inline)]
    jurisdiction: Area,
    /// When the access token ends.
    #[serde(with = "time::serde::rfc3339")]
    access_expires_at: OffsetDateTime,
}

/// Who am I
#[utoipa::path(get, path = "/v1/me", operation_id = "getMe", tag = "sessions", security(("session" = [])),
    responses((status = 200, body = Me, description = "Role and jurisdiction"), Problem))]
pub(super) async fn get_me(SignedIn(claims): SignedIn) -> Result<Json<Me>, Problem> {
    let person = claims.person().map_err(|_| Problem::new("SESSION_INVALID"))?;
    let access_expires_at = given(OffsetDateTime::from_unix_timestamp(claims.exp).ok())?;
    let (kind, code) = match person.jurisdiction {
        Jurisdiction::OwnFile => ("own", None),
        Jurisdiction::Unit(code) => ("unit", Some(code.to_string())),
        Jurisdiction::Agency(code) => ("agency", Some(code.to_string())),
        Jurisdiction::Kanreg(code) => ("kanreg", Some(code.to_string())),
        Jurisdiction::Nation => ("nation", None),
        Jurisdiction::Rehearsal => ("rehearsal", None),
    };
    Ok(Json(Me {
        person_id: person.person_id.to_string(),
        account_id: person.account_id.to_string(),
        session_id: person.session_id.to_string(),
        role: person.role.as_str(),
        jurisdiction: Area { kind, code },
        access_expires_at,
    }))
}
