//! The service in process over a database of its own: real Postgres, the real gRPC codec, a clock that tests turn, and a
//! recorder in registration's place (registration itself stands behind the same port in `integration-tests`).

use std::sync::Arc;

use crate::{
    SCHEMA,
    app::App,
    grpc::{self, Door},
    hears,
};
use chassis::{
    ambient::{Clock, new_id},
    db::{Db, Tx},
    events::{Aggregate, Applied, Heard, Outbox, apply},
    passport,
    reason::reason_of,
    vault::MasterKey,
};
use kernel::{AccountId, AgencyCode, Caller, Jurisdiction, KanregCode, Person, Role, SessionId, UnitCode};
use prost::Name;
use proto::{
    registration::v1::{DossierSubmitted, Stage},
    verification::v1::{
        ClaimDossierRequest, CompleteStageRequest, CompleteStageResponse, DecideFieldsRequest, FieldDecision,
        GetReviewProgressRequest, GetReviewProgressResponse, GetReviewRequest, RecallDossierRequest,
        ReleaseDossierRequest, Review, ReviewState, Verdict, verification_service_client::VerificationServiceClient,
        verification_service_server::VerificationServiceServer,
    },
};
use sqlx::Row as _;
use stack::{FreshDatabase, Program, ServersFile, fresh_database};
use tonic::{Request, Status};
use uuid::Uuid;

use super::{
    fixtures::{self, Someone},
    recorder::Recorder,
};

/// A client that speaks to the service without a wire in between.
pub(crate) type Client = VerificationServiceClient<VerificationServiceServer<Door>>;

/// The service and everything around it.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) client: Client,
    pub(crate) registration: Arc<Recorder>,
    database: FreshDatabase,
}

impl World {
    /// A world that has heard of the agencies and units of [`fixtures`].
    pub(crate) async fn new(test: &str) -> Self {
        let servers = ServersFile::from_env().expect("test servers");
        let database = fresh_database(&servers, &format!("verification_{test}")).await.expect("a database");
        let clock = Clock::turnable();
        let registration = Arc::new(Recorder::default());
        let app = App {
            db: Db::connect(&database.app_url(Program::Verification).unwrap(), 16).unwrap(),
            outbox: Outbox::new(SCHEMA, clock.clone()),
            clock,
            master_key: MasterKey::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap(),
            submissions: registration.clone(),
        };
        let client = VerificationServiceClient::new(grpc::service(app.clone()));
        let world = Self { app, client, registration, database };
        world.hear(fixtures::agencies()).await.unwrap();
        world.hear(fixtures::units()).await.unwrap();
        world
    }

    /// Runs statements as the application role.
    pub(crate) async fn execute(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = sql.to_owned();
        let run = async move |mut tx: Tx| sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await;
        self.app.db.write("execute", run).await.map(drop)
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

    /// The events of one kind in the order of their telling, with the aggregate's version.
    pub(crate) async fn told<M: Name + Default>(&self) -> Vec<(Option<i64>, M)> {
        let mut connection = self.app.db.read().await.unwrap();
        let rows = sqlx::query(
            "select aggregate_version, payload from verification.outbox where message_name = $1 order by position",
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

    /// Someone's first submission has come.
    pub(crate) async fn submitted(&self, someone: Someone) -> Uuid {
        self.resubmitted(someone.submits(&self.app.clock)).await;
        someone.dossier_id()
    }

    /// A submission has come, which registration can show.
    pub(crate) async fn resubmitted(&self, event: DossierSubmitted) {
        self.registration.froze(&event);
        self.hear(event).await.unwrap();
    }

    pub(crate) async fn claim(&self, officer: &Person, dossier: Uuid) -> Result<(), Status> {
        let request = by(officer, ClaimDossierRequest { dossier_id: dossier.to_string() });
        self.client.clone().claim_dossier(request).await.map(drop)
    }

    pub(crate) async fn release(&self, officer: &Person, dossier: Uuid) -> Result<(), Status> {
        let request = by(officer, ReleaseDossierRequest { dossier_id: dossier.to_string() });
        self.client.clone().release_dossier(request).await.map(drop)
    }

    pub(crate) async fn review(&self, officer: &Person, dossier: Uuid) -> Result<Review, Status> {
        let request = by(officer, GetReviewRequest { dossier_id: dossier.to_string() });
        Ok(self.client.clone().get_review(request).await?.into_inner().review.unwrap())
    }

    /// Error code of each decision; empty when kept.
    pub(crate) async fn decide(
        &self,
        officer: &Person,
        dossier: Uuid,
        submission: u32,
        decisions: Vec<FieldDecision>,
    ) -> Result<Vec<String>, Status> {
        let request = DecideFieldsRequest { dossier_id: dossier.to_string(), submission, decisions };
        let answer = self.client.clone().decide_fields(by(officer, request)).await?.into_inner();
        Ok(answer.results.into_iter().map(|result| result.error_code).collect())
    }

    /// "Check all" under a new key.
    pub(crate) async fn complete(
        &self,
        officer: &Person,
        dossier: Uuid,
        submission: u32,
    ) -> Result<&'static str, Status> {
        self.complete_as(officer, completion(dossier, submission)).await.map(|answer| answer.state().called())
    }

    pub(crate) async fn complete_as(
        &self,
        officer: &Person,
        request: CompleteStageRequest,
    ) -> Result<CompleteStageResponse, Status> {
        Ok(self.client.clone().complete_stage(by(officer, request)).await?.into_inner())
    }

    /// An officer claims, says this, and closes the stage.
    pub(crate) async fn pass(
        &self,
        officer: &Person,
        dossier: Uuid,
        submission: u32,
        decisions: Vec<FieldDecision>,
    ) -> &'static str {
        self.claim(officer, dossier).await.unwrap();
        if !decisions.is_empty() {
            let results = self.decide(officer, dossier, submission, decisions).await.unwrap();
            assert!(results.iter().all(String::is_empty), "{results:?}");
        }
        self.complete(officer, dossier, submission).await.unwrap()
    }

    pub(crate) async fn recall(&self, someone: Someone) -> Result<(), Status> {
        self.client.clone().recall_dossier(by(&employee(someone), RecallDossierRequest {})).await.map(drop)
    }

    pub(crate) async fn progress(&self, someone: Someone) -> Result<GetReviewProgressResponse, Status> {
        let request = by(&employee(someone), GetReviewProgressRequest {});
        Ok(self.client.clone().get_review_progress(request).await?.into_inner())
    }
}

/// What the gate would let in, with the passport that it has verified.
pub(crate) fn by<T>(person: &Person, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.extensions_mut().insert(Caller::Person(person.clone()));
    let passport = format!("passport-of-{}", person.person_id);
    request.metadata_mut().insert(passport::METADATA_KEY, passport.parse().unwrap());
    request
}

/// "Check all" under a new key.
pub(crate) fn completion(dossier: Uuid, submission: u32) -> CompleteStageRequest {
    CompleteStageRequest {
        request_id: some_id().to_string(),
        dossier_id: dossier.to_string(),
        submission,
        rest_ok: true,
    }
}

pub(crate) fn ok(key: &str) -> FieldDecision {
    FieldDecision { key: key.into(), verdict: Verdict::Ok.into(), reason_code: String::new(), note: String::new() }
}

pub(crate) fn returned(key: &str) -> FieldDecision {
    FieldDecision {
        key: key.into(),
        verdict: Verdict::Return.into(),
        reason_code: "VALUE_WRONG".into(),
        note: "tidak sesuai ijazah".into(),
    }
}

pub(crate) fn rejected(key: &str) -> FieldDecision {
    FieldDecision { verdict: Verdict::Reject.into(), ..returned(key) }
}

/// Level 1, of a unit's subtree.
pub(crate) fn skpd(unit: &str) -> Person {
    someone_as(Role::Verifier1, Jurisdiction::Unit(UnitCode::parse(unit).unwrap()))
}

/// Level 2, of an agency.
pub(crate) fn bkd(agency: &str) -> Person {
    someone_as(Role::Verifier2, Jurisdiction::Agency(AgencyCode::parse(agency).unwrap()))
}

/// Level 3, of a region.
pub(crate) fn kanreg(code: &str) -> Person {
    someone_as(Role::Verifier3, Jurisdiction::Kanreg(KanregCode::parse(code).unwrap()))
}

/// Level 3, of the central agencies.
pub(crate) fn pusat() -> Person {
    someone_as(Role::Verifier3, Jurisdiction::Nation)
}

/// Level 3, of the central agencies of rehearsals.
pub(crate) fn geladi() -> Person {
    someone_as(Role::Verifier3, Jurisdiction::Rehearsal)
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

impl Called for ReviewState {
    fn called(self) -> &'static str {
        self.as_str_name().trim_start_matches("REVIEW_STATE_")
    }
}

impl Called for Stage {
    fn called(self) -> &'static str {
        self.as_str_name().trim_start_matches("STAGE_")
    }
}

impl Called for Verdict {
    fn called(self) -> &'static str {
        self.as_str_name().trim_start_matches("VERDICT_")
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
