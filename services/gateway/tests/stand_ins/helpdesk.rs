//! One ticket that waits, one that somebody else decides.

use chassis::reason::Refusal;
use proto::helpdesk::v1 as help;
use tonic::{Code, Response, Status};

use super::{Answer, THEN, admit, refused};

pub(crate) const OPEN_TICKET: &str = "0198c0de-0000-7000-8000-0000000000e1";
pub(crate) const CLAIMED_TICKET: &str = "0198c0de-0000-7000-8000-0000000000e2";
pub(crate) const MISSING_TICKET: &str = "0198c0de-0000-7000-8000-0000000000e3";
/// What a stranger's ticket and one's own are told apart by in these tests.
pub(crate) const STRANGERS_NUMBER: &str = "0000000017";
pub(crate) const OWN_NUMBER: &str = "0000000025";

pub(crate) struct Helpdesk;

fn entry() -> help::TicketEntry {
    help::TicketEntry {
        ticket_id: OPEN_TICKET.to_owned(),
        report_number: STRANGERS_NUMBER.to_owned(),
        type_code: "referensi_pendidikan".to_owned(),
        type_label_id: "Referensi: pendidikan".to_owned(),
        type_label_en: "Reference: education".to_owned(),
        state: help::TicketState::Claimed.into(),
        opened_at: THEN,
        due_at: THEN,
        overdue: true,
        escalated: false,
        claimed: true,
        claimed_by_me: true,
        agency_name: String::new(),
    }
}

fn status() -> help::TicketStatus {
    help::TicketStatus {
        report_number: STRANGERS_NUMBER.to_owned(),
        type_code: "referensi_pendidikan".to_owned(),
        type_label_id: "Referensi: pendidikan".to_owned(),
        type_label_en: "Reference: education".to_owned(),
        state: help::TicketState::Resolved.into(),
        opened_at: THEN,
        due_at: None,
        note: "Sudah ditambahkan".to_owned(),
        resolved_at: THEN,
    }
}

/// Lets in, to a ticket that is there and that nobody else has.
fn enter<T>(request: &tonic::Request<T>, ticket_id: &str) -> Result<(), Status> {
    admit(request, "helpdesk")?;
    match ticket_id {
        OPEN_TICKET => Ok(()),
        CLAIMED_TICKET => Err(Refusal::new(Code::FailedPrecondition, "CLAIMED_BY_OTHER", "").into()),
        _ => Err(Refusal::new(Code::NotFound, "TICKET_NOT_FOUND", "").into()),
    }
}

#[tonic::async_trait]
impl help::helpdesk_service_server::HelpdeskService for Helpdesk {
    async fn list_ticket_types(
        &self,
        _: tonic::Request<help::ListTicketTypesRequest>,
    ) -> Answer<help::ListTicketTypesResponse> {
        let wanted = help::TicketField::WantedValue.into();
        let kind = help::TicketType {
            code: "referensi_pendidikan".to_owned(),
            label_id: "Referensi: pendidikan".to_owned(),
            label_en: "Reference: education".to_owned(),
            fields: vec![wanted],
            destination: help::TicketDestination::Bkn.into(),
            reference_table: "pendidikan".to_owned(),
            action: help::TicketAction::AddReferenceValue.into(),
            due_hours: 120,
            ..help::TicketType::default()
        };
        Ok(Response::new(help::ListTicketTypesResponse { types: vec![kind] }))
    }

    async fn open_ticket(&self, request: tonic::Request<help::OpenTicketRequest>) -> Answer<help::OpenTicketResponse> {
        let own = request.metadata().contains_key("epupns-passport");
        if own {
            admit(&request, "helpdesk")?;
        }
        let request = request.into_inner();
        let nip = |answer: &help::TicketAnswer| answer.field() == help::TicketField::Nip && answer.value == "1";
        if request.answers.iter().any(nip) {
            return Err(Refusal::field("nip", "NIP_LENGTH", "18 digits").into());
        }
        let report_number = if own { OWN_NUMBER } else { STRANGERS_NUMBER }.to_owned();
        // What came in, for the test to see.
        let receipt_secret = format!("{} {} {}", request.type_code, request.text, request.answers.len());
        Ok(Response::new(help::OpenTicketResponse { report_number, receipt_secret, due_at: THEN }))
    }

    async fn check_ticket_status(
        &self,
        request: tonic::Request<help::CheckTicketStatusRequest>,
    ) -> Answer<help::CheckTicketStatusResponse> {
        match request.into_inner().receipt_secret.as_str() {
            "secret" => Ok(Response::new(help::CheckTicketStatusResponse { ticket: Some(status()) })),
            _ => refused(Code::NotFound, "TICKET_NOT_FOUND"),
        }
    }

    async fn list_own_tickets(
        &self,
        request: tonic::Request<help::ListOwnTicketsRequest>,
    ) -> Answer<help::ListOwnTicketsResponse> {
        admit(&request, "helpdesk")?;
        let request = request.into_inner();
        match request.page_size {
            0..=100 => {
                Ok(Response::new(help::ListOwnTicketsResponse { tickets: vec![status()], next_cursor: request.cursor }))
            }
            _ => Err(Refusal::field("page_size", "PAGE_SIZE_RANGE", "1 to 100").into()),
        }
    }

    async fn search_tickets(
        &self,
        request: tonic::Request<help::SearchTicketsRequest>,
    ) -> Answer<help::SearchTicketsResponse> {
        admit(&request, "helpdesk")?;
        let request = request.into_inner();
        if request.query == "x" {
            return Err(Refusal::field("query", "QUERY_FORM", "a report number, or nothing").into());
        }
        Ok(Response::new(help::SearchTicketsResponse { tickets: vec![entry()], next_cursor: request.cursor }))
    }

    async fn get_ticket(&self, request: tonic::Request<help::GetTicketRequest>) -> Answer<help::GetTicketResponse> {
        enter(&request, &request.get_ref().ticket_id)?;
        let wanted = help::TicketField::WantedValue.into();
        let ticket = help::Ticket {
            entry: Some(entry()),
            text: "Jurusan saya tidak ada".to_owned(),
            answers: vec![help::TicketAnswer { field: wanted, value: "S-1 Teknik Kimia".to_owned() }],
            claim_expires_at: THEN,
            action: help::TicketAction::AddReferenceValue.into(),
            reference_table: "pendidikan".to_owned(),
            note: String::new(),
            refusal_code: "REFERENCE_TAKEN".to_owned(),
        };
        Ok(Response::new(help::GetTicketResponse { ticket: Some(ticket) }))
    }

    async fn claim_ticket(
        &self,
        request: tonic::Request<help::ClaimTicketRequest>,
    ) -> Answer<help::ClaimTicketResponse> {
        enter(&request, &request.get_ref().ticket_id)?;
        Ok(Response::new(help::ClaimTicketResponse { claim_expires_at: THEN }))
    }

    async fn resolve_ticket(
        &self,
        request: tonic::Request<help::ResolveTicketRequest>,
    ) -> Answer<help::ResolveTicketResponse> {
        enter(&request, &request.get_ref().ticket_id)?;
        let request = request.into_inner();
        let state = match (request.resolution(), request.reference_code.as_str()) {
            (help::Resolution::Approve, "") => {
                return Err(Refusal::field("reference_code", "REFERENCE_CODE_FORM", "1 to 40").into());
            }
            (help::Resolution::Approve, _) => help::TicketState::Approved,
            (help::Resolution::Reject, _) => help::TicketState::Rejected,
            _ => return Err(Refusal::field("resolution", "RESOLUTION_UNFIT", "the type acts").into()),
        };
        Ok(Response::new(help::ResolveTicketResponse { state: state.into() }))
    }
}
