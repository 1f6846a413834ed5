//! A form that came back, with a good token: the one way in for everything that a page does.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, FromRequestParts as _, Request},
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use doorway::typed::TOKEN;
use uuid::Uuid;

use super::{Fields, Form, token::NotGood};
use crate::{
    app::App,
    page::Page,
    pages::{Expired, Notice},
    shell::Shell,
    text::Text,
    unknown::unknown,
    visit::Visit,
};

/// What the gateway lets through at most.
const LONGEST: usize = 64 * 1024;

/// A posted form. Personal and secret: no `Debug`.
pub(crate) struct Posted {
    /// Who sent it.
    pub visit: Visit,
    /// What was typed.
    pub fields: Fields,
    /// Minted when the form was shown: the idempotency key of what it does.
    pub request_id: Uuid,
}

impl FromRequest<Arc<App>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request<Body>, app: &Arc<App>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, app).await;
        debug_assert_eq!(parts.method, Method::POST, "only what is posted changes anything");
        let fields = match to_bytes(body, LONGEST).await {
            Ok(body) => Fields::read(&body),
            Err(_) => return Err(refused(app, &visit)),
        };
        if let Some(again) = visit.unknown {
            // Whose form it is cannot be judged either: that waits for its next coming, under the token that it has.
            let ours = app.forms.was_shown_to(&visit, fields.raw(TOKEN));
            return Err(if ours { unknown(app, &visit, again, Some(&fields)) } else { refused(app, &visit) });
        }
        match app.forms.open(&app.clock, &visit, fields.raw(TOKEN)) {
            Ok(request_id) => Ok(Self { visit, fields, request_id }),
            Err(NotGood::Foreign) => Err(refused(app, &visit)),
            Err(NotGood::Expired) => Err(expired(app, &visit, &fields)),
        }
    }
}

/// Nothing of a stranger's form is repeated.
fn refused(app: &App, visit: &Visit) -> Response {
    let t = Text(visit.language);
    let notice = Notice {
        shell: Shell::of(app, visit),
        heading: t.say("kit-foreign-heading").to_string(),
        advice: t.say("kit-foreign-advice").to_string(),
    };
    Page(StatusCode::FORBIDDEN, notice).into_response()
}

/// The same form with a fresh token; what was typed goes along unless it is secret.
fn expired(app: &App, visit: &Visit, fields: &Fields) -> Response {
    let kept = fields.not_secret().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let form = Form::new(app, visit, &visit.address);
    Page(StatusCode::FORBIDDEN, Expired { shell: Shell::of(app, visit), form, kept }).into_response()
}
