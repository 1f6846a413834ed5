//! Somebody is stuck and says so, signed in or not. Whatever becomes of the routing, what is acknowledged is kept.

use anyhow::Context as _;
use chassis::{ambient::new_id, audit::Deed, db::Tx, numbers::Numbers, vault::mac, wire::timestamp};
use kernel::{Caller, Coded as _, PersonId, ReportNumber, TicketId};
use metrics::counter;
use proto::helpdesk::v1::TicketOpened;
use serde_json::json;
use thiserror::Error;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    App,
    edge::{agency_of, next_event},
    routing::Route,
    writing::seal,
};
use crate::{
    SCHEMA,
    domain::{
        answers::{Answers, Broken, Text},
        ticket::{State, Ticket},
        ticket_type::{Field, TicketType},
    },
    store::{
        agencies, ticket_types,
        tickets::{self, Kept, Opening},
    },
    tells,
};

/// What somebody writes; P2.
#[derive(Clone)]
pub(crate) struct OpenTicket {
    /// The command.
    pub(crate) request_id: Uuid,
    /// Code of a type, as it came.
    pub(crate) type_code: String,
    /// As it came.
    pub(crate) text: String,
    /// Answers as they came; `None` for a question that nobody knows.
    pub(crate) answers: Vec<(Option<Field>, String)>,
}

/// What the writer takes home.
pub(crate) struct Receipt {
    /// "Nomor Laporan anda adalah".
    pub(crate) report_number: ReportNumber,
    /// Opens the status together with the number.
    pub(crate) secret: String,
    /// When an answer is due.
    pub(crate) due_at: OffsetDateTime,
}

/// Why it is not opened.
#[derive(Debug, Error)]
pub(crate) enum OpenTicketError {
    /// These fields break rules.
    #[error("some fields break a rule")]
    Fields(Vec<Broken>),
    /// The same key came with another body.
    #[error("the command has opened another ticket")]
    RequestReused,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for OpenTicketError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// What is kept, and where it goes.
struct Accepted {
    of: TicketType,
    text: Text,
    answers: Answers,
    route: Option<Route>,
}

/// What the number of a ticket is drawn from.
const NUMBERS: Numbers = Numbers { schema: SCHEMA, name: "report_number" };

impl App {
    /// Opens a ticket; the same command sent again gets the same receipt.
    ///
    /// # Errors
    /// Nothing is kept then.
    pub(crate) async fn open_ticket(&self, caller: Caller, command: OpenTicket) -> Result<Receipt, OpenTicketError> {
        let writer = caller.person().map(|person| person.person_id);
        let opening = Opening {
            // A stranger's commands are told apart by their keys alone.
            request_by: writer.map_or(Uuid::nil(), PersonId::as_uuid),
            request_id: command.request_id,
            fingerprint: self.fingerprint(&command),
        };
        if let Some(receipt) = self.opened_before(opening).await? {
            return Ok(receipt);
        }
        let accepted = self.accept(command).await?;
        let app = self.clone();
        let keep = async move |mut tx| app.keep_opened(&mut tx, &caller, opening, accepted).await;
        let Some(kept) = self.db.write("open_ticket", keep).await? else {
            return self.opened_before(opening).await?.context("a twin vanished").map_err(Into::into);
        };
        counter!("epupns_tickets_opened_total", "type" => kept.type_code.clone()).increment(1);
        Ok(self.receipt(&kept))
    }

    /// What the same command has opened before.
    async fn opened_before(&self, opening: Opening) -> Result<Option<Receipt>, OpenTicketError> {
        let mut connection = self.db.read().await?;
        let Some((ticket, fingerprint)) = tickets::find_by_request(&mut connection, opening).await? else {
            return Ok(None);
        };
        if fingerprint != opening.fingerprint {
            return Err(OpenTicketError::RequestReused);
        }
        let kept = tickets::load(&mut connection, ticket).await?.context("a found ticket vanished")?;
        Ok(Some(self.receipt(&kept)))
    }

    /// Reads what was written by the rules of its type, and finds out where it goes.
    async fn accept(&self, command: OpenTicket) -> Result<Accepted, OpenTicketError> {
        let OpenTicket { type_code, text, answers: told, .. } = command;
        let mut connection = self.db.read().await?;
        let found = ticket_types::find(&mut connection, &type_code).await?;
        let mut broken = Vec::new();
        let mut refuse = |field, rule, text: &str| broken.push(Broken { field, rule, text: text.to_owned() });
        let text = Text::parse(&text).map_err(|error| refuse("text", error.code(), &error.to_string()));
        let mut known = Vec::new();
        for (field, value) in told {
            match field {
                Some(field) => known.push((field, value)),
                None => refuse("answers", "ANSWER_UNASKED", "an answer to no question"),
            }
        }
        let Some((of, true)) = found else {
            refuse("type_code", "TICKET_TYPE_UNKNOWN", "no such type of tickets");
            return Err(OpenTicketError::Fields(broken));
        };
        let answers = Answers::parse(&of, &known).map_err(|more| broken.extend(more));
        if let Some(agency) = answers.as_ref().ok().and_then(Answers::agency)
            && !agencies::is_known(&mut connection, agency.as_str()).await?
        {
            let (field, text) = (Field::Agency.as_str(), "no such agency".to_owned());
            broken.push(Broken { field, rule: "REFERENCE_UNKNOWN", text });
        }
        // Nothing is held while registration is asked.
        drop(connection);
        let (Ok(text), Ok(answers), true) = (text, answers, broken.is_empty()) else {
            return Err(OpenTicketError::Fields(broken));
        };
        let route = match self.route(&of, &answers).await? {
            Ok(route) => Some(route),
            Err(away) => {
                tracing::warn!(%away, "a ticket waits for its desk");
                None
            }
        };
        Ok(Accepted { of, text, answers, route })
    }

    /// The ticket as it is kept; `None` when its twin was quicker, by a moment: what that has kept is the answer.
    async fn keep_opened(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        opening: Opening,
        accepted: Accepted,
    ) -> Result<Option<Kept>, OpenTicketError> {
        let Accepted { of, text, answers, route } = accepted;
        let (now, ticket_id) = (self.clock.now(), TicketId::from(new_id(&self.clock)));
        let report_number = NUMBERS.draw(tx, now, |place| ReportNumber::from_sequence(place, &self.number_key)).await?;
        let (desk, subject, agency_code) =
            route.map_or((None, None, None), |route| (Some(route.desk), route.subject, route.agency_code));
        let ticket = Ticket {
            state: State::Open,
            desk,
            claim: None,
            opened_by: caller.person().map(|person| person.person_id),
            subject,
            action: of.action,
            attempt: 0,
            refusal_code: None,
            decided_by: None,
            escalated: false,
            due_at: now + Duration::hours(of.due_hours.into()),
        };
        let mut kept = Kept {
            ticket_id,
            report_number,
            type_code: of.code,
            ticket,
            agency_code,
            version: 0,
            opened_at: now,
            escalated_at: None,
            resolved_at: None,
        };
        let aggregate = next_event(&mut kept);
        let key = self.make_writing(tx, ticket_id).await?;
        if !tickets::insert(tx, &kept, &seal(&key, &text, &answers)?, opening).await? {
            // The number and the key of a ticket that never was.
            tx.undo();
            return Ok(None);
        }
        let message = TicketOpened {
            ticket_id: ticket_id.to_string(),
            type_code: kept.type_code.clone(),
            agency_code: agency_of(&kept),
            opened_at: Some(timestamp(now)),
            due_at: Some(timestamp(kept.ticket.due_at)),
        };
        tells::ticket_opened(&self.outbox, tx, aggregate, &message).await?;
        let deed = Deed { by: caller, action: "open_ticket", at: now };
        self.note(tx, &kept, deed, json!({ "from": null, "to": State::Open.as_str() })).await?;
        Ok(Some(kept))
    }

    fn receipt(&self, kept: &Kept) -> Receipt {
        Receipt {
            report_number: kept.report_number,
            secret: self.receipt_secret(kept.ticket_id),
            due_at: kept.ticket.due_at,
        }
    }

    /// Keyed hash of what the command says, so that a key cannot stand for two.
    fn fingerprint(&self, command: &OpenTicket) -> [u8; 32] {
        let mut said = Vec::new();
        let mut add = |part: &str| {
            said.extend_from_slice(&(part.len() as u64).to_be_bytes());
            said.extend_from_slice(part.as_bytes());
        };
        add(&command.type_code);
        add(&command.text);
        for (field, value) in &command.answers {
            add(field.map_or("", Field::as_str));
            add(value);
        }
        mac(&self.master_key.derive("fingerprint/open-ticket"), &said)
    }
}
