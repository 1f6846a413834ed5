//! Who looks at a page, by what only the gateway can say.

use std::{convert::Infallible, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use chassis::passport;
use kernel::Person;

use crate::app::App;

/// Whose throttles a sign-in counts for: device and address.
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

/// For whom throttles are kept, as the gateway says; both opaque.
pub(crate) struct ClientKey {
    /// The device, or its address where it has no name.
    pub(crate) device: String,
    /// The address that the gateway saw.
    pub(crate) address: String,
}

impl ClientKey {
    fn read(said: &str) -> Self {
        let (device, address) = said.split_once(' ').unwrap_or((said, said));
        Self { device: device.to_owned(), address: address.to_owned() }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ClientKey {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let said = parts.headers.get(CLIENT).and_then(|value| value.to_str().ok());
        Ok(Self::read(said.unwrap_or("unknown")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_and_its_address_are_told_apart() {
        for (said, device, address) in [("name 203.0.113.7", "name", "203.0.113.7"), ("unknown", "unknown", "unknown")]
        {
            let ClientKey { device: found, address: at } = ClientKey::read(said);
            assert_eq!((found.as_str(), at.as_str()), (device, address));
        }
    }
}
