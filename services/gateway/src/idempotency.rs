//! `Idempotency-Key`: the client names the effect it intends, so that a repetition is one effect.

use axum::{extract::FromRequestParts, http::request::Parts};
use uuid::Uuid;

use crate::problem::Problem;

const HEADER: &str = "idempotency-key";

/// The key of a request that creates: a UUID, in its usual 36 characters.
#[derive(Clone, Debug)]
pub(crate) struct IdempotencyKey(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let value = parts.headers.get(HEADER).ok_or_else(|| Problem::new("IDEMPOTENCY_KEY_MISSING"))?;
        let text = value.to_str().ok().filter(|text| text.len() == 36);
        let key = text.and_then(|text| Uuid::try_parse(text).ok());
        key.map(Self).ok_or_else(|| Problem::new("IDEMPOTENCY_KEY_INVALID"))
    }
}
