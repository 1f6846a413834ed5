//! Who looks at a page and what they read, by what only the gateway can say. Every page begins with one of these extractors.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use chassis::passport;
use kernel::Person;

use crate::{app::App, language::Language};

/// Whose throttles a sign-in counts for: device and address.
const CLIENT: &str = "x-epupns-client";
/// What the visitor chose to read.
const LANGUAGE: &str = "x-epupns-language";
const SIGN_IN: &str = "/masuk";

/// One look at a page. Personal: no `Debug`.
#[derive(Clone)]
pub(crate) struct Visit {
    /// The person with a passport for the portal, or nobody.
    pub person: Option<Person>,
    /// The passport itself, for [`App::as_person`].
    pub(crate) passport: Option<String>,
    /// What is read.
    pub language: Language,
    /// Whose throttles count.
    pub client: ClientKey,
    /// The path of the page, without its query.
    pub path: String,
    /// Whether the picture was asked for instead of the computing challenge.
    pub wants_image: bool,
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let shown = header(passport::METADATA_KEY).and_then(|token| {
            let person = app.keys.verify(token, "portal", app.clock.now()).ok()?.person().ok()?;
            Some((person, token.to_owned()))
        });
        let (person, passport) = shown.unzip();
        Ok(Self {
            person,
            passport,
            language: header(LANGUAGE).and_then(Language::parse).unwrap_or_default(),
            client: ClientKey::read(header(CLIENT).unwrap_or("unknown")),
            path: parts.uri.path().to_owned(),
            wants_image: parts.uri.query().is_some_and(|query| query.split('&').any(|part| part == "tantangan=gambar")),
        })
    }
}

/// A look of somebody who is signed in; others are led to the sign-in.
#[derive(Clone)]
pub(crate) struct SignedIn {
    /// The look.
    pub visit: Visit,
    /// Who it is.
    pub person: Person,
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let Ok(visit) = Visit::from_request_parts(parts, app).await;
        match visit.person.clone() {
            Some(person) => Ok(Self { visit, person }),
            None => Err(Redirect::to(SIGN_IN).into_response()),
        }
    }
}

/// For whom throttles are kept, as the gateway says; both opaque.
#[derive(Clone)]
pub(crate) struct ClientKey {
    /// The browser by its name, also what look-up tokens and forms are bound to.
    pub device: String,
    /// The address that the gateway saw.
    pub address: String,
}

impl ClientKey {
    fn read(said: &str) -> Self {
        let (device, address) = said.split_once(' ').unwrap_or((said, said));
        Self { device: device.to_owned(), address: address.to_owned() }
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
