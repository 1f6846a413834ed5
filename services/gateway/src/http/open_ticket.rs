//! `POST /v1/tickets`.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use chassis::grpc::{outgoing, outgoing_as};
use kernel::Role;
use proto::helpdesk::v1::{OpenTicketRequest, TicketAnswer, TicketField as Wire};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{given, instant},
    words::TicketField,
};
use crate::{
    app::App,
    body::Checked,
    challenge::{Purpose, Receipt},
    idempotency::IdempotencyKey,
    problem::Problem,
    session::PerhapsSignedIn,
    text::Text,
    upstream::ask,
};

/// What somebody is stuck with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTicket {
    /// `code` of a type.
    #[schema(inline)]
    type_code: Text<64>,
    /// 1 to 250 characters.
    #[schema(inline)]
    text: Text<1024>,
    /// What the type asks for.
    #[serde(default)]
    answers: NewAnswers,
    /// A solved challenge of purpose `helpdesk`, or the `challenge_receipt` of an earlier answer; needed by whoever is not
    /// signed in.
    #[schema(inline)]
    challenge: Option<Text<8192>>,
}

/// Answers to what a type asks, and to nothing else.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TicketAnswers)]
pub(super) struct NewAnswers {
    /// 18 digits.
    #[schema(inline)]
    nip: Option<Text<64>>,
    /// 8 or 9 digits.
    #[schema(inline)]
    old_nip: Option<Text<64>>,
    /// Full name, 1 to 200 characters.
    #[schema(inline)]
    name: Option<Text<1024>>,
    /// Code of the table `instansi`.
    #[schema(inline)]
    agency: Option<Text<64>>,
    /// 8 characters; case, spaces and dashes do not matter.
    #[schema(inline)]
    registration_number: Option<Text<64>>,
    /// The value that is missing, 1 to 200 characters.
    #[schema(inline)]
    wanted_value: Option<Text<1024>>,
}

/// "Nomor Laporan anda adalah ...".
#[derive(Serialize, ToSchema)]
pub(super) struct OpenedTicket {
    /// 10 digits.
    report_number: String,
    /// Opens the status together with the number. Keep it: it is told here, and again only to the same `Idempotency-Key`.
    receipt_secret: String,
    /// When an answer is due.
    #[serde(with = "time::serde::rfc3339")]
    due_at: OffsetDateTime,
    /// Stands for the challenge, up to 5 uses in 10 minutes; absent for whoever needed none.
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_receipt: Option<Receipt>,
}

/// Open a ticket
///
/// By anyone with a solved challenge. Of somebody who is signed in it is their own, and needs none. Repeating with the same
/// `Idempotency-Key` and body gives the same number and secret.
#[utoipa::path(post, path = "/v1/tickets", operation_id = "openTicket", tag = "helpdesk",
    security((), ("session" = [])),
    params(("Idempotency-Key" = uuid::Uuid, Header, description = "A new UUID per intended ticket")),
    request_body = NewTicket, responses((status = 201, body = OpenedTicket, description = "Opened"), Problem))]
pub(super) async fn open_ticket(
    State(app): State<Arc<App>>,
    PerhapsSignedIn(claims): PerhapsSignedIn,
    IdempotencyKey(key): IdempotencyKey,
    Checked(new): Checked<NewTicket>,
) -> Result<(StatusCode, Json<OpenedTicket>), Problem> {
    let request = OpenTicketRequest {
        request_id: key.to_string(),
        type_code: new.type_code.into_exposed(),
        text: new.text.into_exposed(),
        answers: new.answers.wire(),
    };
    // A program is nobody's trouble: whoever is behind it is a stranger.
    let (request, receipt) = match claims.filter(|claims| claims.role != Role::AgencySystem.as_str()) {
        Some(claims) => (outgoing_as(request, &app.sessions.passport(&claims.sid, "helpdesk").await?), None),
        None => (outgoing(request), Some(app.admit_stranger(new.challenge).await?)),
    };
    let answer = ask(app.helpdesk.clone().open_ticket(request)).await;
    let answer = answer.map_err(|problem| match &receipt {
        Some(receipt) => receipt.on(problem.renamed(&NewAnswers::NAMES)),
        None => problem.renamed(&NewAnswers::NAMES),
    })?;
    let opened = OpenedTicket {
        due_at: given(instant(answer.due_at))?,
        report_number: answer.report_number,
        receipt_secret: answer.receipt_secret,
        challenge_receipt: receipt,
    };
    Ok((StatusCode::CREATED, Json(opened)))
}

impl App {
    async fn admit_stranger(&self, challenge: Option<Text<8192>>) -> Result<Receipt, Problem> {
        let text = "whoever is not signed in solves a challenge";
        let challenge = challenge.ok_or_else(|| Problem::field("challenge", "FIELD_MISSING", text))?;
        self.admit(challenge.expose(), Purpose::Helpdesk).await
    }
}

impl NewAnswers {
    /// What helpdesk calls an answer, and where it stands here.
    const NAMES: [(&str, &str); 6] = [
        ("nip", "answers.nip"),
        ("old_nip", "answers.old_nip"),
        ("name", "answers.name"),
        ("agency", "answers.agency"),
        ("registration_number", "answers.registration_number"),
        ("wanted_value", "answers.wanted_value"),
    ];

    fn wire(self) -> Vec<TicketAnswer> {
        let answers = [
            (TicketField::Nip, self.nip.map(Text::into_exposed)),
            (TicketField::OldNip, self.old_nip.map(Text::into_exposed)),
            (TicketField::Name, self.name.map(Text::into_exposed)),
            (TicketField::Agency, self.agency.map(Text::into_exposed)),
            (TicketField::RegistrationNumber, self.registration_number.map(Text::into_exposed)),
            (TicketField::WantedValue, self.wanted_value.map(Text::into_exposed)),
        ];
        let given = answers.into_iter().filter_map(|(field, value)| Some((field, value?)));
        given.map(|(field, value)| TicketAnswer { field: Wire::from(field).into(), value }).collect()
    }
}
