//! How a handler begins: who looks, who of those is signed in, and a form that came back. Above [`App`], by which they are judged;
//! what they are stands below it.

mod posted;

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use doorway::{path::here, told::Told};

use crate::{
    app::App,
    recognition::Looker,
    unknown::unknown,
    visit::{SignedIn, Visit},
};

const SIGN_IN: &str = "/masuk";

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

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let Ok(visit) = Visit::from_request_parts(parts, app).await;
        match (visit.person.clone(), visit.unknown) {
            (Some(person), _) => Ok(Self { visit, person }),
            (None, Some(again)) => Err(unknown(&app.forms, &visit, again, None)),
            (None, None) => Err(Redirect::to(SIGN_IN).into_response()),
        }
    }
}
