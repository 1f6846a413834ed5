//! Nobody could be asked who looks: not a stranger, who would be led to the sign-in, but somebody who comes back a little later.

use std::time::Duration;

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use doorway::typed::TOKEN;

use crate::{
    form::{Fields, Form, FormKey, come_back as in_words},
    page::{Page, come_back},
    pages::Unknown,
    shell::Shell,
    text::Text,
    visit::Visit,
};

/// The page that says so, with what was typed. Its form keeps the token that it came with: who may send it is judged then.
#[must_use]
pub(crate) fn unknown(forms: &FormKey, visit: &Visit, again: Duration, typed: Option<&Fields>) -> Response {
    let posted = typed.map(|fields| {
        let form = Form::new(forms, visit, &visit.address).with_token(fields.raw(TOKEN));
        (form, fields.not_secret().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    });
    let page = Unknown {
        shell: Shell::of(forms, visit),
        again: in_words(Text(visit.language), again),
        address: visit.address.clone(),
        posted,
        secrets: typed.is_some_and(Fields::has_secret),
    };
    (come_back(Some(again)), Page(StatusCode::SERVICE_UNAVAILABLE, page)).into_response()
}
