//! What the pages of one ticket have in common: the ticket, what its table holds already, and the form as it was sent.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chassis::{
    grpc::{ask, outgoing},
    reason::Refusal,
};
use kernel::ServiceName;
use proto::{
    helpdesk::v1::{GetTicketRequest, Ticket},
    registration::v1::SearchReferenceValuesRequest,
};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::{
    app::App,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::help::{Away, Similar, TicketPage},
    refused::Refused,
    shell::Shell,
    visit::Visit,
};

/// The fields of a decision, as they come back.
pub(super) const DECISION: [&str; 4] = ["resolution", "note", "reference_code", "reference_label"];
/// What registration takes at most, in code points.
const LONGEST: usize = 100;
const MOST_SIMILAR: u32 = 10;

/// The ticket's id, as its address has it.
///
/// # Errors
/// `TICKET_NOT_FOUND`: an address that names none is like one that names another's.
pub(super) fn ticket_id(text: &str) -> Result<Uuid, Status> {
    Uuid::parse_str(text).map_err(|_| Refusal::new(Code::NotFound, "TICKET_NOT_FOUND", "no ticket's address").into())
}

/// The ticket as the officer sees it.
///
/// # Errors
/// Helpdesk's refusal, or no answer.
pub(super) async fn ticket(app: &App, visit: &Visit, ticket: Uuid) -> Result<Ticket, Status> {
    let person = app.as_person(visit, ServiceName::Helpdesk).await?;
    let request = person.request(GetTicketRequest { ticket_id: ticket.to_string() });
    let answer = ask(app.helpdesk.clone().get_ticket(request)).await?;
    answer.ticket.ok_or_else(|| Status::internal("no ticket"))
}

/// The page of a ticket. What the officer has not touched yet is what the writer wants.
pub(super) async fn page(app: &App, visit: &Visit, form: Form, ticket: Ticket) -> TicketPage {
    let shell = Shell::of(&app.forms, visit);
    if !TicketPage::adds(&ticket) || !TicketPage::decidable(&ticket) {
        return TicketPage::of(shell, form, ticket, Similar::Unasked);
    }
    let form = match form.field("reference_label").value.as_str() {
        "" => form.filled("reference_label", TicketPage::wanted(&ticket)),
        _ => form,
    };
    let similar = similar(app, &ticket.reference_table, &form.field("reference_label").value).await;
    TicketPage::of(shell, form, ticket, similar)
}

/// What the table holds that begins like the value: by all of its words, by two, by one.
async fn similar(app: &App, table: &str, wanted: &str) -> Similar {
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let mut tried = 0;
    for count in [words.len(), 2, 1] {
        let query: String = words.iter().take(count).copied().collect::<Vec<_>>().join(" ");
        let query: String = query.chars().take(LONGEST).collect();
        if query.is_empty() || query.len() == tried {
            continue;
        }
        tried = query.len();
        let request = SearchReferenceValuesRequest {
            table: table.to_owned(),
            query,
            page_size: MOST_SIMILAR,
            agency_code: String::new(),
        };
        match ask(app.dossiers.clone().search_reference_values(outgoing(request))).await {
            Ok(found) if found.values.is_empty() => {}
            Ok(found) => return Similar::Found(found.values),
            Err(status) => {
                tracing::warn!(code = ?status.code(), "similar values are not known");
                return Similar::Unknown;
            }
        }
    }
    Similar::Found(Vec::new())
}

/// The ticket as it stands now, with what was typed and why it was not taken. Where even that is away, what was typed waits in a
/// page of its own.
pub(super) async fn again(app: &App, posted: &Posted, id: Uuid, form: Form, refused: &Refused) -> Response {
    match ticket(app, &posted.visit, id).await {
        Ok(ticket) => {
            let page = page(app, &posted.visit, form, ticket).await;
            (come_back(refused.retry_after), Page(refused.status, page)).into_response()
        }
        Err(status) => away(app, posted, &status),
    }
}

fn away(app: &App, posted: &Posted, status: &Status) -> Response {
    let refused = Refused::of(status, posted.visit.language);
    let form =
        Form::again(&app.forms, posted, &[]).refused(&app.forms, posted, &refused, None).under(&app.forms, posted);
    let kept = posted.fields.not_secret().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let page = Away { shell: Shell::of(&app.forms, &posted.visit), form, kept };
    (come_back(refused.retry_after), Page(refused.status, page)).into_response()
}

/// What a refusal means for a ticket, where the common sentence speaks of files or programs.
pub(super) fn explained(form: Form, app: &App, posted: &Posted, refused: &Refused) -> Form {
    let t = form.t;
    let key = match refused.code.as_str() {
        "TICKET_DONE" => "ticket-done-explained",
        "CLAIMED_BY_OTHER" => "ticket-others-explained",
        "CLAIM_REQUIRED" => "ticket-claim-explained",
        // Sent before with other words, and done: the ticket below says what has become of it.
        "REQUEST_ID_REUSED" => "ticket-sent-before",
        _ => return form.refused(&app.forms, posted, refused, None).under(&app.forms, posted),
    };
    let form = form.wrong(t.say(key));
    if refused.is("REQUEST_ID_REUSED") { form } else { form.under(&app.forms, posted) }
}

/// A page that has nothing to refuse.
pub(super) async fn shown(app: &App, posted: &Posted, id: Uuid, form: Form) -> Response {
    match ticket(app, &posted.visit, id).await {
        Ok(ticket) => Page(StatusCode::OK, page(app, &posted.visit, form, ticket).await).into_response(),
        Err(status) => away(app, posted, &status),
    }
}
