//! A helpdesk with one ticket before its officers, and registration's tables.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};

use chassis::reason::Refusal;
use prost_types::Timestamp;
use proto::{
    helpdesk::v1::{self as help, TicketAction, TicketField, TicketState, helpdesk_service_server::HelpdeskService},
    registration::v1::{self as reg, dossier_service_server::DossierService},
};
use tonic::{Code, Request, Response, Status};
use worlds::unused;

type Answer<T> = Result<Response<T>, Status>;

pub(crate) const TICKET: &str = "0198c0de-7abc-7def-8abc-a1b2c3d4e5f6";

/// What helpdesk keeps.
pub(crate) struct Kept {
    /// By their keys, with whether somebody signed in sent them.
    pub(crate) opened: BTreeMap<String, (help::OpenTicketRequest, bool)>,
    /// Every opening that arrived.
    pub(crate) arrived: usize,
    pub(crate) ticket: help::Ticket,
    pub(crate) resolved: Vec<help::ResolveTicketRequest>,
    pub(crate) searched: Vec<help::SearchTicketsRequest>,
    /// Why nobody opens, claims, decides.
    pub(crate) refuses: Option<&'static str>,
    /// Whether nothing at all is answered.
    pub(crate) away: bool,
    /// Whether registration's tables are.
    pub(crate) tables_away: bool,
}

#[derive(Clone)]
pub(crate) struct Counter(Arc<Mutex<Kept>>);

fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds, nanos: 0 })
}

fn refused<T>(reason: &'static str) -> Answer<T> {
    let code = match reason {
        "UNAVAILABLE" => Code::Unavailable,
        "TICKET_NOT_FOUND" => Code::NotFound,
        "ROLE_NOT_PERMITTED" => Code::PermissionDenied,
        "TOO_MANY_ATTEMPTS" => Code::ResourceExhausted,
        _ => Code::FailedPrecondition,
    };
    Err(Refusal::new(code, reason, "").retry_after(std::time::Duration::from_secs(3)).into())
}

impl Counter {
    pub(crate) fn new() -> Self {
        let entry = help::TicketEntry {
            ticket_id: TICKET.to_owned(),
            report_number: "0427800048".to_owned(),
            type_code: "referensi_pendidikan".to_owned(),
            type_label_id: "Referensi: pendidikan".to_owned(),
            type_label_en: "Reference: education".to_owned(),
            state: TicketState::Open.into(),
            opened_at: at(1_798_736_400),
            due_at: at(1_798_822_800),
            overdue: true,
            ..help::TicketEntry::default()
        };
        let wanted =
            help::TicketAnswer { field: TicketField::WantedValue.into(), value: "S-1 Kebidanan Baru".to_owned() };
        let ticket = help::Ticket {
            entry: Some(entry),
            text: "Tidak ada <script>alert(1)</script>".to_owned(),
            answers: vec![wanted],
            action: TicketAction::AddReferenceValue.into(),
            reference_table: "pendidikan".to_owned(),
            ..help::Ticket::default()
        };
        Self(Arc::new(Mutex::new(Kept {
            opened: BTreeMap::new(),
            arrived: 0,
            ticket,
            resolved: Vec::new(),
            searched: Vec::new(),
            refuses: None,
            away: false,
            tables_away: false,
        })))
    }

    pub(crate) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap()
    }

    /// The ticket as somebody has it.
    pub(crate) fn stands(&self, state: TicketState, mine: bool) {
        let mut kept = self.kept();
        kept.ticket.claim_expires_at = at(1_798_740_000);
        let entry = kept.ticket.entry.as_mut().unwrap();
        entry.state = state.into();
        entry.claimed = state == TicketState::Claimed;
        entry.claimed_by_me = mine;
    }

    /// The ticket to be answered only.
    pub(crate) fn asks_for_an_answer(&self) {
        let mut kept = self.kept();
        kept.ticket.action = TicketAction::Unspecified.into();
        kept.ticket.reference_table = String::new();
    }

    fn answers(&self) -> Result<MutexGuard<'_, Kept>, Status> {
        let kept = self.kept();
        if kept.away { Err(refused::<()>("UNAVAILABLE").unwrap_err()) } else { Ok(kept) }
    }
}

fn kind(code: &str, fields: &[TicketField], table: &str) -> help::TicketType {
    help::TicketType {
        code: code.to_owned(),
        label_id: format!("Jenis {code}"),
        label_en: format!("Kind {code}"),
        hint_id: "Tuliskan selengkapnya.".to_owned(),
        hint_en: "Write all of it.".to_owned(),
        fields: fields.iter().map(|field| (*field).into()).collect(),
        optional_fields: vec![TicketField::OldNip.into()],
        reference_table: table.to_owned(),
        due_hours: 72,
        ..help::TicketType::default()
    }
}

fn status(number: &str, state: TicketState, note: &str) -> help::TicketStatus {
    help::TicketStatus {
        report_number: number.to_owned(),
        type_label_id: "Nama salah".to_owned(),
        type_label_en: "The name is wrong".to_owned(),
        state: state.into(),
        opened_at: at(1_798_736_400),
        note: note.to_owned(),
        ..help::TicketStatus::default()
    }
}

#[tonic::async_trait]
impl HelpdeskService for Counter {
    async fn list_ticket_types(
        &self,
        _: Request<help::ListTicketTypesRequest>,
    ) -> Answer<help::ListTicketTypesResponse> {
        drop(self.answers()?);
        let types = vec![
            kind("instansi_salah", &[TicketField::Nip, TicketField::Agency], ""),
            kind("nama_salah", &[TicketField::Nip], ""),
            kind("tidak_ada_dalam_database", &[TicketField::Nip, TicketField::OldNip, TicketField::Name], ""),
            kind("turun_status", &[TicketField::RegistrationNumber], ""),
            kind("referensi_pendidikan", &[TicketField::WantedValue], "pendidikan"),
        ];
        Ok(Response::new(help::ListTicketTypesResponse { types }))
    }

    async fn open_ticket(&self, request: Request<help::OpenTicketRequest>) -> Answer<help::OpenTicketResponse> {
        let signed_in = request.metadata().contains_key("epupns-passport");
        let request = request.into_inner();
        let mut kept = self.answers()?;
        kept.arrived += 1;
        if let Some(reason) = kept.refuses {
            return refused(reason);
        }
        if request.answers.iter().any(|answer| answer.field() == TicketField::Nip && answer.value.len() != 18) {
            return Err(Refusal::field("nip", "NIP_LENGTH", "18 digits").into());
        }
        let known = kept.opened.get(&request.request_id).map(|(before, _)| *before == request);
        if known == Some(false) {
            return refused("REQUEST_ID_REUSED");
        }
        kept.opened.insert(request.request_id.clone(), (request, signed_in));
        Ok(Response::new(help::OpenTicketResponse {
            report_number: "0427800048".to_owned(),
            receipt_secret: "ABCDEFGHIJKLMNOPQRSTUVWXYZ".to_owned(),
            due_at: at(1_798_822_800),
        }))
    }

    async fn check_ticket_status(
        &self,
        request: Request<help::CheckTicketStatusRequest>,
    ) -> Answer<help::CheckTicketStatusResponse> {
        let request = request.into_inner();
        match (request.report_number.as_str(), request.receipt_secret.as_str()) {
            ("0427800048", "ABCDE FGHIJ") => {
                let ticket = Some(status("0427800048", TicketState::Resolved, "Sudah <b>diperbaiki"));
                Ok(Response::new(help::CheckTicketStatusResponse { ticket }))
            }
            ("1111111111", _) => refused("TOO_MANY_ATTEMPTS"),
            (short, _) if short.len() != 10 => Err(Refusal::field("report_number", "REPORT_NUMBER_LENGTH", "").into()),
            _ => refused("TICKET_NOT_FOUND"),
        }
    }

    async fn list_own_tickets(
        &self,
        request: Request<help::ListOwnTicketsRequest>,
    ) -> Answer<help::ListOwnTicketsResponse> {
        let (tickets, next) = match request.into_inner().cursor.as_str() {
            "" => (vec![status("0427800048", TicketState::Approved, "")], "more+of/it=="),
            "more+of/it==" => (vec![status("0427800049", TicketState::Rejected, "Bukti kurang")], ""),
            _ => return refused("CURSOR_INVALID"),
        };
        Ok(Response::new(help::ListOwnTicketsResponse { tickets, next_cursor: next.to_owned() }))
    }

    async fn search_tickets(
        &self,
        request: Request<help::SearchTicketsRequest>,
    ) -> Answer<help::SearchTicketsResponse> {
        let mut kept = self.answers()?;
        if let Some(reason) = kept.refuses {
            return refused(reason);
        }
        let request = request.into_inner();
        if request.query == "12" {
            return Err(Refusal::field("query", "QUERY_FORM", "").into());
        }
        let found = request.query.is_empty() || request.query == "0427800048";
        kept.searched.push(request);
        let tickets = kept.ticket.entry.clone().filter(|_| found).into_iter().collect();
        Ok(Response::new(help::SearchTicketsResponse { tickets, next_cursor: "next".to_owned() }))
    }

    async fn get_ticket(&self, request: Request<help::GetTicketRequest>) -> Answer<help::GetTicketResponse> {
        if request.into_inner().ticket_id != TICKET {
            return refused("TICKET_NOT_FOUND");
        }
        let ticket = self.answers()?.ticket.clone();
        Ok(Response::new(help::GetTicketResponse { ticket: Some(ticket) }))
    }

    async fn claim_ticket(&self, _: Request<help::ClaimTicketRequest>) -> Answer<help::ClaimTicketResponse> {
        if let Some(reason) = self.answers()?.refuses {
            return refused(reason);
        }
        self.stands(TicketState::Claimed, true);
        Ok(Response::new(help::ClaimTicketResponse { claim_expires_at: at(1_798_740_000) }))
    }

    async fn resolve_ticket(
        &self,
        request: Request<help::ResolveTicketRequest>,
    ) -> Answer<help::ResolveTicketResponse> {
        let request = request.into_inner();
        let mut kept = self.answers()?;
        if let Some(reason) = kept.refuses {
            return refused(reason);
        }
        if request.resolution() == help::Resolution::Approve && request.reference_code.contains(' ') {
            return Err(Refusal::field("reference_code", "REFERENCE_CODE_FORM", "").into());
        }
        match kept.resolved.iter().find(|before| before.request_id == request.request_id) {
            Some(before) if *before != request => return refused("REQUEST_ID_REUSED"),
            Some(_) => {}
            None => kept.resolved.push(request),
        }
        drop(kept);
        self.stands(TicketState::Approved, false);
        Ok(Response::new(help::ResolveTicketResponse { state: TicketState::Approved.into() }))
    }
}

#[tonic::async_trait]
impl DossierService for Counter {
    async fn search_reference_values(
        &self,
        request: Request<reg::SearchReferenceValuesRequest>,
    ) -> Answer<reg::SearchReferenceValuesResponse> {
        if self.kept().tables_away {
            return refused("UNAVAILABLE");
        }
        let request = request.into_inner();
        let all = match request.table.as_str() {
            "instansi" => &[("5000", "Pemerintah Kota Bandung"), ("5001", "Pemerintah Kab. Bandung"), ("1", "BKN")][..],
            "pendidikan" => &[("S1KEB", "S-1 Kebidanan")][..],
            _ => return refused("REFERENCE_TABLE_UNKNOWN"),
        };
        let asked = request.query.to_lowercase();
        let found = all.iter().filter(|(_, label)| label.to_lowercase().contains(&asked));
        let value = |(code, label): &(&str, &str)| reg::ReferenceValue { code: (*code).into(), label: (*label).into() };
        Ok(Response::new(reg::SearchReferenceValuesResponse { values: found.map(value).collect() }))
    }

    unused! { reg:
        get_dossier GetDossierRequest GetDossierResponse;
        save_dossier_fields SaveDossierFieldsRequest SaveDossierFieldsResponse;
        get_dossier_checklist GetDossierChecklistRequest GetDossierChecklistResponse;
        submit_dossier SubmitDossierRequest SubmitDossierResponse;
        find_submission FindSubmissionRequest FindSubmissionResponse;
        read_submission ReadSubmissionRequest ReadSubmissionResponse;
    }
}
