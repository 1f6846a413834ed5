//! A new ticket, of somebody who is signed in or of a stranger with a solved challenge.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chassis::{
    challenge::Receipt as Admitted,
    grpc::{ask, outgoing},
};
use kernel::ServiceName;
use proto::{
    helpdesk::v1::{OpenTicketRequest, OpenTicketResponse, TicketAnswer, TicketField, TicketType},
    identity::v1::ChallengePurpose,
};
use tonic::Status;

use super::agencies::{self, Found};
use crate::{
    app::App,
    challenge::ChallengeBlock,
    form::{Choice, Form, Posted},
    page::{Page, come_back},
    pages::help::{Away, Kinds, NewTicket, Receipt, field_name},
    refused::Refused,
    routes::refusal,
    shell::Shell,
    text::Text,
    visit::Visit,
};

const PURPOSE: ChallengePurpose = ChallengePurpose::Helpdesk;
const KEPT: [&str; 8] =
    ["text", "nip", "old_nip", "name", "agency_name", "agency", "registration_number", "wanted_value"];
/// What somebody has solved stays good while nobody can take the ticket.
const SOLVED: [&str; 3] = ["challenge", "challenge_image", "challenge_code"];

/// `GET /bantuan/baru/{kind}`.
pub(super) async fn show(State(app): State<Arc<App>>, Path(kind): Path<String>, visit: Visit) -> Response {
    let types = match app.ticket_types().await {
        Ok(types) => types,
        Err(status) => return refusal(&app, &visit, &status),
    };
    let Some(of) = types.iter().find(|of| of.code == kind) else {
        return Page(StatusCode::NOT_FOUND, Kinds::instead(Shell::of(&app.forms, &visit), &types, "")).into_response();
    };
    let challenge = match visit.person {
        Some(_) => None,
        None => Some(ChallengeBlock::new(&app, &visit, PURPOSE).await),
    };
    let form = Form::new(&app.forms, &visit, &visit.path);
    Page(StatusCode::OK, NewTicket::of(Shell::of(&app.forms, &visit), form, of, challenge)).into_response()
}

/// `POST /bantuan/baru/{kind}`: the same form gives the same receipt, however often it is sent.
pub(super) async fn send(State(app): State<Arc<App>>, Path(kind): Path<String>, posted: Posted) -> Response {
    let types = match app.ticket_types().await {
        Ok(types) => types,
        Err(status) => return away(&app, &posted, &status),
    };
    let Some(of) = types.iter().find(|of| of.code == kind) else {
        let page = Kinds::instead(Shell::of(&app.forms, &posted.visit), &types, posted.fields.text("text"));
        return Page(StatusCode::NOT_FOUND, page).into_response();
    };
    let mut sending = Sending { app: &app, posted, of, admitted: None, agencies: Vec::new() };
    match sending.open().await {
        Ok(opened) => {
            Page(StatusCode::OK, Receipt::of(Shell::of(&app.forms, &sending.posted.visit), of, opened)).into_response()
        }
        Err(stopped) => sending.again(stopped).await,
    }
}

/// Why a ticket was not opened.
enum Stopped {
    /// By this page: sentences at fields.
    Here(Vec<(&'static str, String)>),
    /// By a service.
    There(Status),
}

impl From<Status> for Stopped {
    fn from(status: Status) -> Self {
        Self::There(status)
    }
}

/// A form on its way.
struct Sending<'a> {
    app: &'a App,
    posted: Posted,
    of: &'a TicketType,
    admitted: Option<Admitted>,
    agencies: Vec<Choice>,
}

impl Sending<'_> {
    async fn open(&mut self) -> Result<OpenTicketResponse, Stopped> {
        let text = in_one_line(self.posted.fields.text("text"));
        if let Some(sentence) = too_long(Text(self.posted.visit.language), &text, NewTicket::TEXT) {
            return Err(Stopped::Here(vec![("text", sentence)]));
        }
        // Whoever looks for an agency has been admitted: looking costs.
        let signed_in = self.posted.visit.person.is_some();
        if !signed_in {
            self.admitted = Some(self.app.admit(&self.posted, PURPOSE).await?);
        }
        let request = OpenTicketRequest {
            request_id: self.posted.request_id.to_string(),
            type_code: self.of.code.clone(),
            answers: self.answers().await?,
            text,
        };
        let request = if signed_in {
            self.app.as_person(&self.posted.visit, ServiceName::Helpdesk).await?.request(request)
        } else {
            outgoing(request)
        };
        Ok(ask(self.app.helpdesk.clone().open_ticket(request)).await?)
    }

    /// What the type asks for; other fields of a forged form are not even read.
    async fn answers(&mut self) -> Result<Vec<TicketAnswer>, Stopped> {
        let mut answers = Vec::new();
        for field in self.of.fields() {
            let value = match field {
                TicketField::Unspecified => continue,
                TicketField::Agency => self.agency().await?,
                field => in_one_line(self.posted.fields.text(field_name(field))),
            };
            answers.push(TicketAnswer { field: field.into(), value });
        }
        Ok(answers)
    }

    async fn agency(&mut self) -> Result<String, Stopped> {
        let t = Text(self.posted.visit.language);
        match agencies::find(self.app, &self.posted.fields).await {
            Ok(Found::Nothing) => Ok(String::new()),
            Ok(Found::One(code)) => Ok(code),
            Ok(Found::None) => Err(Stopped::Here(vec![("agency_name", t.say("new-ticket-agency-none").to_string())])),
            Ok(Found::Several(choices)) => {
                self.agencies = choices;
                Err(Stopped::Here(vec![("agency", t.say("new-ticket-agency-several").to_string())]))
            }
            Err(status) => {
                let refused = Refused::of(&status, t.0);
                match refused.fields.into_iter().find(|(name, _)| name == "query") {
                    Some((_, sentence)) => Err(Stopped::Here(vec![("agency_name", sentence)])),
                    None => Err(status.into()),
                }
            }
        }
    }

    /// The form again, with what was typed, under the number that it had: what has happened all the same happens once.
    async fn again(mut self, stopped: Stopped) -> Response {
        // Without scripts nothing was computed: a picture is asked for instead, and nothing has to be typed again.
        if self.posted.fields.text("challenge").is_empty() {
            self.posted.visit.wants_image = true;
        }
        let Self { app, posted, of, admitted, agencies } = self;
        let shell = Shell::of(&app.forms, &posted.visit);
        let challenge = match posted.visit.person {
            Some(_) => None,
            None => Some(ChallengeBlock::again(app, &posted, PURPOSE, admitted.as_ref()).await),
        };
        let form = Form::again(&app.forms, &posted, &KEPT);
        let (form, status, retry_after) = match stopped {
            Stopped::Here(broken) => {
                let form = broken.into_iter().fold(form, |form, (name, sentence)| form.broken(name, sentence));
                (form.under(&app.forms, &posted), StatusCode::UNPROCESSABLE_ENTITY, None)
            }
            Stopped::There(status) => {
                let mut refused = Refused::of(&status, posted.visit.language);
                for (name, _) in refused.fields.iter_mut().filter(|(name, _)| name == "agency") {
                    "agency_name".clone_into(name);
                }
                let form = if refused.is("REQUEST_ID_REUSED") {
                    // Sent before with other words, and opened: this one would be another ticket.
                    form.wrong(shell.say("new-ticket-sent-before"))
                } else {
                    let at = refused.code.starts_with("CHALLENGE_").then_some(&challenge);
                    let at = at.and_then(Option::as_ref).map(ChallengeBlock::field);
                    form.refused(&app.forms, &posted, &refused, at).under(&app.forms, &posted)
                };
                (form, refused.status, refused.retry_after)
            }
        };
        let page = NewTicket { agencies, ..NewTicket::of(shell, form, of, challenge) };
        (come_back(retry_after), Page(status, page)).into_response()
    }
}

/// Nobody says what the type asks for: what was sent waits in a page of its own.
fn away(app: &App, posted: &Posted, status: &Status) -> Response {
    let refused = Refused::of(status, posted.visit.language);
    let form =
        Form::again(&app.forms, posted, &[]).refused(&app.forms, posted, &refused, None).under(&app.forms, posted);
    let solved = SOLVED.iter().map(|name| ((*name).to_owned(), posted.fields.raw(name).to_owned()));
    let solved = solved.filter(|(_, value)| !value.is_empty());
    let kept = posted.fields.not_secret().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let kept = kept.chain(solved).collect();
    let page = Away { shell: Shell::of(&app.forms, &posted.visit), form, kept };
    (come_back(refused.retry_after), Page(refused.status, page)).into_response()
}

/// A text box lets people break lines; what is kept is one line.
pub(super) fn in_one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The sentence for a text that is too long, with its length.
pub(super) fn too_long(t: Text, text: &str, most: usize) -> Option<String> {
    let count = text.chars().count();
    (count > most).then(|| t.say("ticket-too-long").with("count", count).with("most", most).to_string())
}
