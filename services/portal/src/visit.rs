//! Who looks at a page and what they read, by what only the gateway can say. Every page begins with one of these extractors.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use doorway::{
    path::here,
    told::{ClientKey, Told},
};
use kernel::Person;

use crate::{app::App, language::Language, recognition::Looker, unknown::unknown};

const SIGN_IN: &str = "/masuk";

/// One look at a page. Personal: no `Debug`.
#[derive(Clone)]
pub(crate) struct Visit {
    /// The person with a passport for the portal, or nobody.
    pub person: Option<Person>,
    /// Nobody could be asked who it is, and when that may have passed: then it is neither a person nor a stranger.
    pub unknown: Option<Duration>,
    /// The passport itself, for [`App::as_person`].
    pub(crate) passport: Option<String>,
    /// What is read.
    pub language: Language,
    /// Whose throttles count.
    pub client: ClientKey,
    /// The path of the page, without its query.
    pub path: String,
    /// Where it was asked for, with its query: where to look again. Codes and sealed places only, as every address of ours.
    pub address: String,
    /// Whether the picture was asked for instead of the computing challenge.
    pub wants_image: bool,
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let Told { client, language, session, .. } = Told::read(&parts.headers);
        let (person, passport, unknown) = match app.recognition.of(session).await {
            Looker::Nobody => (None, None, None),
            Looker::Known(person, passport) => (Some(person), Some(passport), None),
            Looker::Unknown(again) => (None, None, Some(again)),
        };
        Ok(Self {
            person,
            unknown,
            passport,
            language: language.unwrap_or_default(),
            client,
            path: parts.uri.path().to_owned(),
            address: here(&parts.uri),
            wants_image: parts.uri.query().is_some_and(|query| query.split('&').any(|part| part == "tantangan=gambar")),
        })
    }
}

/// A look of somebody who is signed in; others are led to the sign-in, but never because nobody could be asked.
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
        match (visit.person.clone(), visit.unknown) {
            (Some(person), _) => Ok(Self { visit, person }),
            (None, Some(again)) => Err(unknown(app, &visit, again, None)),
            (None, None) => Err(Redirect::to(SIGN_IN).into_response()),
        }
    }
}
