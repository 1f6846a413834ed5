//! The service in process over a database of its own: real Postgres, real Redis, the real gRPC codec, a clock that tests turn,
//! and a recorder in registration's place.

use std::sync::Arc;

use crate::{
    app::App,
    grpc::{self, Door},
    hears,
};
use chassis::{
    ambient::secret_bytes,
    budget::Limiter,
    events::{Applied, Heard},
    wire::timestamp,
};
use kernel::{AgencyCode, Caller, Jurisdiction, KanregCode, NumberKey, Person, Role};
use prost::Name;
use proto::{
    helpdesk::v1::{
        CheckTicketStatusRequest, ClaimTicketRequest, GetTicketRequest, ListOwnTicketsRequest, ListOwnTicketsResponse,
        OpenTicketRequest, OpenTicketResponse, Resolution, ResolveTicketRequest, SearchTicketsRequest,
        SearchTicketsResponse, Ticket, TicketAnswer, TicketField, TicketStatus,
        helpdesk_service_client::HelpdeskServiceClient, helpdesk_service_server::HelpdeskServiceServer,
    },
    registration::v1::{TicketActionDone, TicketActionRefused},
};
use stack::Program;
use tonic::Status;
use uuid::Uuid;
pub(crate) use worlds::{Called, NO_REDIS, also, broken_fields, by, reason, some_id, someone_as};
use worlds::{Ground, master_key, redis, redis_url, themselves};

use super::{
    fixtures::{self, Someone},
    recorder::Recorder,
};

/// A client that speaks to the service without a wire in between.
pub(crate) type Client = HelpdeskServiceClient<HelpdeskServiceServer<Door>>;

/// The service and everything around it.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) client: Client,
    pub(crate) registration: Arc<Recorder>,
    ground: Ground,
}

worlds::stands_on_ground!(World);

impl World {
    /// A world that has heard of the agencies of [`fixtures`], and that everybody in them has registered.
    pub(crate) async fn new(test: &str) -> Self {
        Self::with_redis(test, &redis_url()).await
    }

    /// The same, with another Redis.
    pub(crate) async fn with_redis(test: &str, redis_url: &str) -> Self {
        let ground = Ground::new(Program::Helpdesk, test).await;
        let registration = Arc::new(Recorder::default());
        let app = App {
            db: ground.db.clone(),
            outbox: ground.outbox(),
            master_key: master_key(),
            // Numbers of its own keep this world's budgets in the shared Redis apart from every other's.
            number_key: NumberKey::new(secret_bytes()),
            limiter: Limiter::new(redis(redis_url), ground.clock.clone()),
            clock: ground.clock.clone(),
            employees: registration.clone(),
        };
        let client = HelpdeskServiceClient::new(grpc::service(app.clone()));
        let world = Self { app, client, registration, ground };
        world.hear(fixtures::agencies()).await.unwrap();
        for someone in Someone::ALL {
            world.hear(someone.registers(&world.app.clock)).await.unwrap();
        }
        world
    }

    /// Hears an event, in a transaction that only success commits; what the inbox would keep away comes through.
    pub(crate) async fn hear<M: Name>(&self, message: M) -> anyhow::Result<()> {
        let app = self.app.clone();
        let event = self.event(message, None);
        self.ground.hear(event, move |tx, event| Box::pin(async move { hears::hear(&app, tx, event).await })).await
    }

    /// Hears an event as the consumer does: through the inbox.
    pub(crate) async fn take(&self, event: Heard) -> Applied {
        let app = self.app.clone();
        self.ground
            .take(event, move |tx, event| Box::pin(async move { hears::hear(&app, tx, event).await }))
            .await
            .unwrap()
    }

    /// Opens a ticket: somebody who is signed in, or a stranger.
    pub(crate) async fn open(
        &self,
        by: Option<&Person>,
        request: OpenTicketRequest,
    ) -> Result<OpenTicketResponse, Status> {
        let caller = by.map_or(Caller::Public, |person| Caller::Person(person.clone()));
        let request = worlds::by(caller, request);
        Ok(self.client.clone().open_ticket(request).await?.into_inner())
    }

    /// A stranger opens a ticket; its id.
    pub(crate) async fn opened(&self, request: OpenTicketRequest) -> Uuid {
        self.ticket_of(&self.open(None, request).await.unwrap()).await
    }

    /// The id behind a receipt.
    pub(crate) async fn ticket_of(&self, receipt: &OpenTicketResponse) -> Uuid {
        let mut connection = self.app.db.read().await.unwrap();
        sqlx::query_scalar("select ticket_id from helpdesk.tickets where report_number = $1")
            .bind(&receipt.report_number)
            .fetch_one(&mut *connection)
            .await
            .unwrap()
    }

    /// Where a ticket about somebody's dossier goes now.
    pub(crate) async fn desk_about(&self, someone: Someone) -> String {
        let asks = ticket("turun_status", &[(TicketField::RegistrationNumber, &someone.number())]);
        self.desk(self.opened(asks).await).await.unwrap()
    }

    /// Where a ticket is answered.
    pub(crate) async fn desk(&self, ticket: Uuid) -> Option<String> {
        self.text(&format!("select desk from helpdesk.tickets where ticket_id = '{ticket}'")).await
    }

    pub(crate) async fn status(&self, number: &str, secret: &str) -> Result<TicketStatus, Status> {
        let request = CheckTicketStatusRequest { report_number: number.into(), receipt_secret: secret.into() };
        Ok(self.client.clone().check_ticket_status(request).await?.into_inner().ticket.unwrap())
    }

    pub(crate) async fn own(
        &self,
        person: &Person,
        page_size: u32,
        cursor: &str,
    ) -> Result<ListOwnTicketsResponse, Status> {
        let request = by(person, ListOwnTicketsRequest { page_size, cursor: cursor.into() });
        Ok(self.client.clone().list_own_tickets(request).await?.into_inner())
    }

    pub(crate) async fn search(
        &self,
        officer: &Person,
        request: SearchTicketsRequest,
    ) -> Result<SearchTicketsResponse, Status> {
        Ok(self.client.clone().search_tickets(by(officer, request)).await?.into_inner())
    }

    /// Ids of all that waits for an officer.
    pub(crate) async fn waiting(&self, officer: &Person) -> Vec<Uuid> {
        let page = self.search(officer, SearchTicketsRequest::default()).await.unwrap();
        page.tickets.iter().map(|entry| entry.ticket_id.parse().unwrap()).collect()
    }

    pub(crate) async fn get(&self, officer: &Person, ticket: Uuid) -> Result<Ticket, Status> {
        let request = by(officer, GetTicketRequest { ticket_id: ticket.to_string() });
        Ok(self.client.clone().get_ticket(request).await?.into_inner().ticket.unwrap())
    }

    pub(crate) async fn claim(&self, officer: &Person, ticket: Uuid) -> Result<(), Status> {
        let request = by(officer, ClaimTicketRequest { ticket_id: ticket.to_string() });
        self.client.clone().claim_ticket(request).await.map(drop)
    }

    pub(crate) async fn resolve(
        &self,
        officer: &Person,
        request: ResolveTicketRequest,
    ) -> Result<&'static str, Status> {
        let answer = self.client.clone().resolve_ticket(by(officer, request)).await?.into_inner();
        Ok(answer.state().called())
    }

    /// An officer claims a ticket and approves a value.
    pub(crate) async fn approved(&self, officer: &Person, ticket: Uuid) {
        self.claim(officer, ticket).await.unwrap();
        assert_eq!(self.resolve(officer, approval(ticket)).await.unwrap(), "APPROVED");
    }
}

/// A ticket of a type with answers, under a new key.
pub(crate) fn ticket(type_code: &str, answers: &[(TicketField, &str)]) -> OpenTicketRequest {
    OpenTicketRequest {
        request_id: some_id().to_string(),
        type_code: type_code.into(),
        text: "Mohon bantuan".into(),
        answers: answers.iter().map(|(field, value)| answer(*field, value)).collect(),
    }
}

pub(crate) fn answer(field: TicketField, value: &str) -> TicketAnswer {
    TicketAnswer { field: field.into(), value: value.into() }
}

/// "The agency helps": about a NIP.
pub(crate) fn about(someone: Someone) -> OpenTicketRequest {
    ticket("lupa_ibu_kandung", &[(TicketField::Nip, &someone.nip())])
}

/// "A place is missing", which acts.
pub(crate) fn missing_place(agency: &str) -> OpenTicketRequest {
    ticket("referensi_lokasi", &[(TicketField::Agency, agency), (TicketField::WantedValue, "Kepulauan Seribu")])
}

pub(crate) fn resolution(ticket: Uuid, resolution: Resolution) -> ResolveTicketRequest {
    ResolveTicketRequest {
        request_id: some_id().to_string(),
        ticket_id: ticket.to_string(),
        resolution: resolution.into(),
        note: "Silakan datang ke BKD".into(),
        reference_code: String::new(),
        reference_label: String::new(),
    }
}

pub(crate) fn approval(ticket: Uuid) -> ResolveTicketRequest {
    ResolveTicketRequest {
        reference_code: "3101".into(),
        reference_label: "Kepulauan Seribu".into(),
        ..resolution(ticket, Resolution::Approve)
    }
}

/// An approval was carried out.
pub(crate) fn done(world: &World, ticket: Uuid, attempt: u32) -> TicketActionDone {
    TicketActionDone { ticket_id: ticket.to_string(), attempt, done_at: Some(timestamp(world.app.clock.now())) }
}

/// An approval was refused.
pub(crate) fn refused(world: &World, ticket: Uuid, attempt: u32) -> TicketActionRefused {
    TicketActionRefused {
        ticket_id: ticket.to_string(),
        attempt,
        reason_code: "REFERENCE_TAKEN".into(),
        refused_at: Some(timestamp(world.app.clock.now())),
    }
}

/// A helpdesk officer of an agency.
pub(crate) fn desk_of(agency: &str) -> Person {
    someone_as(Role::Helpdesk, Jurisdiction::Agency(AgencyCode::parse(agency).unwrap()))
}

/// Of a region.
pub(crate) fn desk_of_region(kanreg: &str) -> Person {
    someone_as(Role::Helpdesk, Jurisdiction::Kanreg(KanregCode::parse(kanreg).unwrap()))
}

/// Of BKN Pusat.
pub(crate) fn bkn() -> Person {
    someone_as(Role::Helpdesk, Jurisdiction::Nation)
}

/// An employee of the fixtures, signed in.
pub(crate) fn employee(someone: Someone) -> Person {
    themselves(someone.employee_id())
}
