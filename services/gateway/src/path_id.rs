//! Ids in paths: what is no id is named as such, what does not exist is for its owner to say.

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use uuid::Uuid;

use crate::problem::Problem;

/// The id of an operation that has one in its path: a UUID, in its usual 36 characters.
pub(crate) struct PathId(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let broken = |name: &str| Problem::field(name, "ID_INVALID", "an id is a UUID with dashes");
        let parameters = RawPathParams::from_request_parts(parts, state).await.map_err(|_| broken("id"))?;
        let (name, text) = parameters.iter().next().ok_or_else(|| Problem::new("ROUTE_NOT_FOUND"))?;
        let id = Some(text).filter(|text| text.len() == 36).and_then(|text| Uuid::try_parse(text).ok());
        id.map(Self).ok_or_else(|| broken(name))
    }
}
