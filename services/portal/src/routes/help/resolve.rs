//! What an officer makes of a ticket.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use chassis::grpc::ask;
use kernel::ServiceName;
use proto::helpdesk::v1::{Resolution, ResolveTicketRequest};
use tonic::Status;
use uuid::Uuid;

use super::{
    desk::{self, DECISION, again, explained, ticket_id},
    new_ticket::{in_one_line, too_long},
    ticket::{path, take},
};
use crate::{
    app::App,
    form::{Form, Posted},
    pages::help::TicketPage,
    refused::Refused,
    routes::refusal,
    text::Text,
};

/// `POST /petugas/tiket/{ticket}`: decides; or looks for similar values, or renews the claim, with what was typed kept.
pub(super) async fn send(State(app): State<Arc<App>>, Path(ticket): Path<String>, posted: Posted) -> Response {
    let id = match ticket_id(&ticket) {
        Ok(id) => id,
        Err(status) => return refusal(&app, &posted.visit, &status),
    };
    let form = Form::again(&app.forms, &posted, &DECISION).under(&app.forms, &posted);
    let done = match posted.fields.text("lakukan") {
        "cari" => return desk::shown(&app, &posted, id, form).await,
        "perpanjang" => match take(&app, &posted.visit, id).await {
            Ok(()) => return desk::shown(&app, &posted, id, form).await,
            Err(status) => Err(status),
        },
        _ => {
            let form = missing(&posted, form.clone());
            if !form.problems().is_empty() {
                return again(&app, &posted, id, form, &incomplete()).await;
            }
            decide(&app, &posted, id).await
        }
    };
    match done {
        Ok(()) => Redirect::to(&path(id)).into_response(),
        Err(status) => {
            let refused = Refused::of(&status, posted.visit.language);
            let form = explained(Form::again(&app.forms, &posted, &DECISION), &app, &posted, &refused);
            again(&app, &posted, id, form, &refused).await
        }
    }
}

/// What can be seen to be missing without asking anybody.
fn missing(posted: &Posted, mut form: Form) -> Form {
    let t = Text(posted.visit.language);
    if resolution(posted) == Resolution::Unspecified {
        form = form.broken("resolution", t.say("resolve-choose"));
    }
    let note = in_one_line(posted.fields.text("note"));
    if note.is_empty() {
        form = form.broken("note", t.say("resolve-note-missing"));
    }
    if let Some(sentence) = too_long(t, &note, TicketPage::NOTE) {
        form = form.broken("note", sentence);
    }
    form
}

async fn decide(app: &App, posted: &Posted, id: Uuid) -> Result<(), Status> {
    let resolution = resolution(posted);
    // A rejection adds nothing, whatever stands beside it.
    let of_value = |name: &str| match resolution {
        Resolution::Approve => in_one_line(posted.fields.text(name)),
        _ => String::new(),
    };
    let request = ResolveTicketRequest {
        request_id: posted.request_id.to_string(),
        ticket_id: id.to_string(),
        resolution: resolution.into(),
        note: in_one_line(posted.fields.text("note")),
        reference_code: of_value("reference_code"),
        reference_label: of_value("reference_label"),
    };
    let person = app.as_person(&posted.visit, ServiceName::Helpdesk).await?;
    ask(app.helpdesk.clone().resolve_ticket(person.request(request))).await.map(drop)
}

fn resolution(posted: &Posted) -> Resolution {
    match posted.fields.text("resolution") {
        "answer" => Resolution::Answer,
        "approve" => Resolution::Approve,
        "reject" => Resolution::Reject,
        _ => Resolution::Unspecified,
    }
}

/// Refused here: no service was asked.
fn incomplete() -> Refused {
    Refused {
        code: "FIELDS_INVALID".to_owned(),
        status: StatusCode::UNPROCESSABLE_ENTITY,
        sentence: "",
        retry_after: None,
        fields: Vec::new(),
    }
}
