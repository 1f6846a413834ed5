//! A session as its bearer holds it.

use proto::identity::v1::Session;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{given, instant};
use crate::problem::Problem;

/// A session.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(super) struct SessionBody {
    /// Id.
    session_id: String,
    /// For `Authorization: Bearer`, at most 5 minutes.
    access_token: String,
    /// When it ends.
    #[serde(with = "time::serde::rfc3339")]
    access_expires_at: OffsetDateTime,
    /// For `POST /v1/sessions/refresh`; each is good once.
    refresh_token: String,
    /// When the session ends for good.
    #[serde(with = "time::serde::rfc3339")]
    session_expires_at: OffsetDateTime,
}

impl SessionBody {
    /// # Errors
    /// `INTERNAL`: identity left something out.
    pub(super) fn of(session: Session) -> Result<Self, Problem> {
        Ok(Self {
            access_expires_at: given(instant(session.access_expires_at))?,
            session_expires_at: given(instant(session.session_expires_at))?,
            session_id: session.session_id,
            access_token: session.access_token,
            refresh_token: session.refresh_token,
        })
    }
}
