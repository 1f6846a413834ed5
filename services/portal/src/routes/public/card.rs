//! Whether a card is genuine. Its QR code leads to `/kartu#...`; what is behind `#` reaches us by a script, or pasted.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chassis::grpc::{ask, outgoing};
use proto::registration::v1::CheckCardRequest;

use crate::{
    app::App,
    dates::{instant, written},
    form::{Form, Posted},
    numbers::in_halves,
    page::{Page, come_back},
    pages::public::{CheckCard, CheckedCard, state_sentence},
    refused::Refused,
    shell::Shell,
    visit::Visit,
};

const PATH: &str = "/cek-kartu";
const TEXT: &str = "card_text";

/// `GET /cek-kartu`.
pub(super) async fn ask_for(State(app): State<Arc<App>>, visit: Visit) -> Page<CheckCard> {
    Page(StatusCode::OK, CheckCard { shell: Shell::of(&app.forms, &visit), form: Form::new(&app.forms, &visit, PATH) })
}

/// `POST /cek-kartu`.
pub(super) async fn check(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let pasted = posted.fields.text(TEXT);
    // People paste the whole address.
    let card_text = pasted.rsplit_once('#').map_or(pasted, |(_, text)| text).to_owned();
    match ask(app.registration.clone().check_card(outgoing(CheckCardRequest { card_text }))).await {
        Ok(card) => {
            let page = CheckedCard {
                shell: Shell::of(&app.forms, &posted.visit),
                number: in_halves(&card.registration_number),
                registered: instant(card.signed_at).map(|at| written(at, posted.visit.language)),
                state: state_sentence(card.state()),
            };
            Page(StatusCode::OK, page).into_response()
        }
        Err(status) => {
            let refusal = Refused::of(&status, posted.visit.language);
            let at = refusal.is("CARD_INVALID").then_some(TEXT);
            let form = Form::again(&app.forms, &posted, &[TEXT]).refused(&app.forms, &posted, &refusal, at);
            let page = CheckCard { shell: Shell::of(&app.forms, &posted.visit), form };
            (come_back(refusal.retry_after), Page(refusal.status, page)).into_response()
        }
    }
}
