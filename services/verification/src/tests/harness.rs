//! The service in process over a database of its own: real Postgres, the real gRPC codec, a clock that tests turn, and a
//! recorder in registration's place (registration itself stands behind the same port in `integration-tests`).

use std::sync::Arc;

use crate::{
    app::App,
    grpc::{self, Door},
    hears,
};
use chassis::{
    events::{Applied, Heard},
    passport,
};
use kernel::{AgencyCode, Jurisdiction, KanregCode, Person, Role, UnitCode};
use prost::Name;
use proto::{
    registration::v1::DossierSubmitted,
    verification::v1::{
        ClaimDossierRequest, CompleteStageRequest, CompleteStageResponse, DecideFieldsRequest, FieldDecision,
        GetReviewProgressRequest, GetReviewProgressResponse, GetReviewRequest, RecallDossierRequest,
        ReleaseDossierRequest, Review, Verdict, verification_service_client::VerificationServiceClient,
        verification_service_server::VerificationServiceServer,
    },
};
use stack::Program;
use tonic::{Request, Status};
use uuid::Uuid;
pub(crate) use worlds::{Called, also, broken_fields, reason, some_id, someone_as};
use worlds::{Ground, master_key, themselves};

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
    ground: Ground,
}

worlds::stands_on_ground!(World);

impl World {
    /// A world that has heard of the agencies and units of [`fixtures`].
    pub(crate) async fn new(test: &str) -> Self {
        let ground = Ground::new(Program::Verification, test).await;
        let registration = Arc::new(Recorder::default());
        let app = App {
            db: ground.db.clone(),
            outbox: ground.outbox(),
            clock: ground.clock.clone(),
            master_key: master_key(),
            submissions: registration.clone(),
        };
        let client = VerificationServiceClient::new(grpc::service(app.clone()));
        let world = Self { app, client, registration, ground };
        world.hear(fixtures::agencies()).await.unwrap();
        world.hear(fixtures::units()).await.unwrap();
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
    let mut request = worlds::by(person, message);
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
    themselves(someone.employee_id())
}
