//! A form is taken with a good token only; otherwise it is shown again, or it is a stranger's.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, FromRequestParts as _, Request},
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use doorway::typed::TOKEN;

use crate::{
    app::App,
    form::{Fields, Form, FormKey, NotGood, Posted},
    page::Page,
    pages::{Expired, Notice},
    shell::Shell,
    text::Text,
    unknown::unknown,
    visit::Visit,
};

/// What the gateway lets through at most.
const LONGEST: usize = 64 * 1024;

impl FromRequest<Arc<App>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request<Body>, app: &Arc<App>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, app).await;
        let forms = &app.forms;
        debug_assert_eq!(parts.method, Method::POST, "only what is posted changes anything");
        let fields = match to_bytes(body, LONGEST).await {
            Ok(body) => Fields::read(&body),
            Err(_) => return Err(refused(forms, &visit)),
        };
        if let Some(again) = visit.unknown {
            // Whose form it is cannot be judged either: that waits for its next coming, under the token that it has.
            let ours = forms.was_shown_to(&visit, fields.raw(TOKEN));
            return Err(if ours { unknown(forms, &visit, again, Some(&fields)) } else { refused(forms, &visit) });
        }
        match forms.open(&visit, fields.raw(TOKEN)) {
            Ok(request_id) => Ok(Self { visit, fields, request_id }),
            Err(NotGood::Foreign) => Err(refused(forms, &visit)),
            Err(NotGood::Expired) => Err(expired(forms, &visit, &fields)),
        }
    }
}

/// Nothing of a stranger's form is repeated.
fn refused(forms: &FormKey, visit: &Visit) -> Response {
    let t = Text(visit.language);
    let notice = Notice {
        shell: Shell::of(forms, visit),
        heading: t.say("kit-foreign-heading").to_string(),
        advice: t.say("kit-foreign-advice").to_string(),
    };
    Page(StatusCode::FORBIDDEN, notice).into_response()
}

/// The same form with a fresh token; what was typed goes along unless it is secret.
fn expired(forms: &FormKey, visit: &Visit, fields: &Fields) -> Response {
    let kept = fields.not_secret().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let form = Form::new(forms, visit, &visit.address);
    Page(StatusCode::FORBIDDEN, Expired { shell: Shell::of(forms, visit), form, kept }).into_response()
}
