//! Who looks at a page, by what only the gateway can say.

use std::{convert::Infallible, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use chassis::passport;
use kernel::Person;

use crate::app::App;

/// Whose throttles a sign-in counts for.
const CLIENT: &str = "x-epupns-client";

/// The person with a passport for the portal, or nobody.
pub(crate) struct Visitor(pub Option<Person>);

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let token = parts.headers.get(passport::METADATA_KEY).and_then(|value| value.to_str().ok());
        let claims = token.and_then(|token| app.keys.verify(token, "portal", app.clock.now()).ok());
        Ok(Self(claims.and_then(|claims| claims.person().ok())))
    }
}

/// The client's device or address, opaque.
pub(crate) struct ClientKey(pub String);

impl<S: Send + Sync> FromRequestParts<S> for ClientKey {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let key = parts.headers.get(CLIENT).and_then(|value| value.to_str().ok());
        Ok(Self(key.unwrap_or("unknown").to_owned()))
    }
}
