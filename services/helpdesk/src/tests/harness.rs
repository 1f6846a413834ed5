//! The service in process over a database of its own: real Postgres, real Redis, the real gRPC codec, a clock that tests turn,
//! and a recorder in registration's place.

use std::{sync::Arc, time::Duration};

use crate::{
    SCHEMA,
    app::App,
    grpc::{self, Door},
    hears,
};
use chassis::{
    ambient::{Clock, new_id, secret_bytes},
    budget::Limiter,
    db::{Db, Tx},
    events::{Aggregate, Applied, Heard, Outbox, apply},
    reason::reason_of,
    redis::Redis,
    vault::MasterKey,
    wire::timestamp,
};
use kernel::{AccountId, AgencyCode, Caller, Jurisdiction, KanregCode, NumberKey, Person, Role, SessionId};
use prost::Name;
use proto::{
    helpdesk::v1::{
        CheckTicketStatusRequest, ClaimTicketRequest, GetTicketRequest, ListOwnTicketsRequest, ListOwnTicketsResponse,
        OpenTicketRequest, OpenTicketResponse, Resolution, ResolveTicketRequest, SearchTicketsRequest,
        SearchTicketsResponse, Ticket, TicketAnswer, TicketField, TicketState, TicketStatus,
        helpdesk_service_client::HelpdeskServiceClient, helpdesk_service_server::HelpdeskServiceServer,
    },
    registration::v1::{TicketActionDone, TicketActionRefused},
};
use sqlx::{Connection as _, PgConnection, Row as _};
use stack::{FreshDatabase, Program, ServersFile, fresh_database};
use tonic::{Request, Status};
use uuid::Uuid;

use super::{
    fixtures::{self, Someone},
    recorder::Recorder,
};

/// A client that speaks to the service without a wire in between.
pub(crate) type Client = HelpdeskServiceClient<HelpdeskServiceServer<Door>>;

/// Nobody listens there.
pub(crate) const NO_REDIS: &str = "redis://127.0.0.1:1";

/// The service and everything around it.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) client: Client,
    pub(crate) registration: Arc<Recorder>,
    database: FreshDatabase,
}

impl World {
    /// A world that has heard of the agencies of [`fixtures`], and that everybody in them has registered.
    pub(crate) async fn new(test: &str) -> Self {
        let redis_url = ServersFile::from_env().expect("test servers").redis_url;
        Self::with_redis(test, &redis_url).await
    }

    /// The same, with another Redis.
    pub(crate) async fn with_redis(test: &str, redis_url: &str) -> Self {
        let servers = ServersFile::from_env().expect("test servers");
        let database = fresh_database(&servers, &format!("helpdesk_{test}")).await.expect("a database");
        let clock = Clock::turnable();
        let registration = Arc::new(Recorder::default());
        let app = App {
            db: Db::connect(&database.app_url(Program::Helpdesk).unwrap(), 16).unwrap(),
            outbox: Outbox::new(SCHEMA, clock.clone()),
            master_key: MasterKey::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap(),
            // Numbers of its own keep this world's budgets in the shared Redis apart from every other's.
            number_key: NumberKey::new(secret_bytes()),
            limiter: Limiter::new(Redis::connect(redis_url, Duration::from_secs(5)).unwrap(), clock.clone()),
            clock,
            employees: registration.clone(),
        };
        let client = HelpdeskServiceClient::new(grpc::service(app.clone()));
        let world = Self { app, client, registration, database };
        world.hear(fixtures::agencies()).await.unwrap();
        for someone in Someone::ALL {
            world.hear(someone.registers(&world.app.clock)).await.unwrap();
        }
        world
    }

    /// Runs statements as the application role.
    pub(crate) async fn execute(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = sql.to_owned();
        let run = async move |mut tx: Tx| sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await;
        self.app.db.write("execute", run).await.map(drop)
    }

    /// Runs statements as whoever owns the server.
    pub(crate) async fn execute_as_superuser(&self, sql: &str) {
        let mut connection = PgConnection::connect(&self.superuser_url()).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Where whoever owns the server enters.
    pub(crate) fn superuser_url(&self) -> String {
        self.database.superuser_url().unwrap()
    }

    /// One number that a query counts.
    pub(crate) async fn count(&self, sql: &str) -> i64 {
        let mut connection = self.app.db.read().await.unwrap();
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut *connection).await.unwrap()
    }

    /// One text that a query finds.
    pub(crate) async fn text(&self, sql: &str) -> Option<String> {
        let mut connection = self.app.db.read().await.unwrap();
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut *connection).await.unwrap()
    }

    /// The events of one kind in the order of their telling, with the aggregate's version.
    pub(crate) async fn told<M: Name + Default>(&self) -> Vec<(Option<i64>, M)> {
        let mut connection = self.app.db.read().await.unwrap();
        let rows = sqlx::query(
            "select aggregate_version, payload from helpdesk.outbox where message_name = $1 order by position",
        )
        .bind(M::full_name())
        .fetch_all(&mut *connection)
        .await
        .unwrap();
        rows.iter().map(|row| (row.get(0), M::decode(row.get::<Vec<u8>, _>(1).as_slice()).unwrap())).collect()
    }

    /// Hears an event, in a transaction that only success commits; what the inbox would keep away comes through.
    pub(crate) async fn hear<M: Name>(&self, message: M) -> anyhow::Result<()> {
        let (app, event) = (self.app.clone(), self.event(message, None));
        self.app.db.write("hear", async move |mut tx| hears::hear(&app, &mut tx, &event).await).await
    }

    /// Hears an event as the consumer does: through the inbox.
    pub(crate) async fn take(&self, event: Heard) -> Applied {
        let app = self.app.clone();
        let take = async move |mut tx: Tx| {
            let applied = apply(&mut tx, SCHEMA, &event, app.clock.now()).await?;
            if applied == Applied::Now {
                hears::hear(&app, &mut tx, &event).await?;
            }
            anyhow::Ok(applied)
        };
        self.app.db.write("hear", take).await.unwrap()
    }

    /// An event, of an aggregate's version.
    pub(crate) fn event<M: Name>(&self, message: M, of: Option<(Uuid, i64)>) -> Heard {
        Heard {
            event_id: new_id(&self.app.clock),
            message_name: M::full_name(),
            aggregate: of.map(|(id, version)| Aggregate { id, version }),
            occurred_at: self.app.clock.now(),
            payload: message.encode_to_vec(),
        }
    }

    /// Opens a ticket: somebody who is signed in, or a stranger.
    pub(crate) async fn open(
        &self,
        by: Option<&Person>,
        request: OpenTicketRequest,
    ) -> Result<OpenTicketResponse, Status> {
        let mut request = Request::new(request);
        let caller = by.map_or(Caller::Public, |person| Caller::Person(person.clone()));
        request.extensions_mut().insert(caller);
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

/// What the gate would let in.
pub(crate) fn by<T>(person: &Person, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.extensions_mut().insert(Caller::Person(person.clone()));
    request
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
    Person { person_id: someone.employee_id().into(), ..someone_as(Role::Employee, Jurisdiction::OwnFile) }
}

/// The same person in another role and place, under another account.
pub(crate) fn also(person: &Person, other: Person) -> Person {
    Person { person_id: person.person_id, ..other }
}

/// A person of their own.
pub(crate) fn someone_as(role: Role, jurisdiction: Jurisdiction) -> Person {
    Person {
        person_id: some_id().into(),
        account_id: AccountId::from(some_id()),
        session_id: SessionId::from(some_id()),
        role,
        jurisdiction,
    }
}

/// An id that nothing else has.
pub(crate) fn some_id() -> Uuid {
    new_id(&Clock::system())
}

/// Values of the contract cannot be printed; their names can.
pub(crate) trait Called {
    /// The name, without what all of them begin with.
    fn called(self) -> &'static str;
}

impl Called for TicketState {
    fn called(self) -> &'static str {
        self.as_str_name().trim_start_matches("TICKET_STATE_")
    }
}

/// The reason of a refusal.
pub(crate) fn reason<T>(outcome: Result<T, Status>) -> String {
    match outcome {
        Ok(_) => "OK".to_owned(),
        Err(status) => reason_of(&status).unwrap_or_else(|| format!("without a reason: {:?}", status.code())),
    }
}

/// The broken fields of a refusal, each with its rule.
pub(crate) fn broken_fields<T>(outcome: Result<T, Status>) -> Vec<(String, String)> {
    use tonic_types::StatusExt as _;
    let Err(status) = outcome else { panic!("was not refused") };
    let details = status.get_details_bad_request().expect("field violations");
    let rule = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    details.field_violations.iter().map(|broken| (broken.field.clone(), rule(&broken.description))).collect()
}
