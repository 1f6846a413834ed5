//! A desk at which dossiers are filled in, handed in, decided, and looked at.

use chassis::{db::Tx, vault::make_data_key};
use kernel::{Caller, Person};
use prost::Name;
use proto::{
    registration::v1::{
        AnswerKind, Dossier, DossierField, DossierState, DossierSubmitted, EmployeeDataApplied, FieldAnswer,
        FieldOutcome, FieldResult, GetDossierChecklistRequest, GetDossierChecklistResponse, GetDossierRequest,
        SaveDossierFieldsRequest, Stage, SubmitDossierRequest, SubmitDossierResponse,
        dossier_service_client::DossierServiceClient, dossier_service_server::DossierServiceServer,
        field_answer::Answer,
    },
    verification::v1::{DecidedItem, DossierCompleted, DossierRecalled, DossierRef, DossierReturned},
};
use tonic::{Response, Status};
use uuid::Uuid;

use crate::{
    SCHEMA,
    grpc::{self, Door},
    tests::{
        fixtures::Someone,
        harness::{World, by, some_id, themselves, verifier_of},
        registration::confirm_registrations::{confirm, decide},
    },
};

/// The eight fields without which no dossier is handed in.
pub(crate) const REQUIRED: [&str; 8] = [
    "nama",
    "tempat_lahir",
    "tanggal_lahir",
    "golongan_ruang",
    "pendidikan_terakhir",
    "instansi_induk",
    "unor",
    "jabatan",
];

/// What the demo's reference files would bring.
const VALUES: &str = "
    insert into registration.reference_values (table_name, code, label) values
        ('pendidikan', 'S-1', 'S-1 Teknik Kimia'), ('pendidikan', 'S-2', 'S-2 Fisika'), ('jabatan', 'Staf', 'Staf'),
        ('jabatan', 'Guru', 'Guru Ahli Muda'), ('lokasi', '3273', 'Kota Bandung'), ('kppn', '095', 'KPPN Bandung I');
    insert into registration.reference_values (table_name, code, label, active)
    values ('jabatan', 'Mantri', 'Mantri Cacar', false)";

/// The employees of the fixtures at their dossiers.
pub(crate) struct Desk {
    pub(crate) world: World,
    pub(crate) client: DossierServiceClient<DossierServiceServer<Door>>,
}

impl Desk {
    /// A world with reference values and with NIKs as an import would have sealed them.
    pub(crate) async fn new(test: &str) -> Self {
        let world = World::new(test).await;
        world.execute(VALUES).await;
        seal_niks(&world).await;
        let client = DossierServiceClient::new(grpc::dossier_service(world.app.clone()));
        Self { world, client }
    }

    /// The same with this person's registration confirmed.
    pub(crate) async fn with(test: &str, someone: Someone) -> Self {
        let desk = Self::new(test).await;
        desk.confirmed(someone).await;
        desk
    }

    /// Registers someone, and has the agency confirm it.
    pub(crate) async fn confirmed(&self, someone: Someone) {
        let (id, _) = self.world.registered(someone).await;
        let verifier = verifier_of(if someone == Someone::Clerk { "A2.ROOT" } else { "A1.ROOT" });
        assert_eq!(decide(&self.world, &verifier, some_id(), vec![confirm(id)]).await, ["CONFIRMED"]);
    }

    pub(crate) async fn dossier(&self, someone: Someone) -> Dossier {
        self.try_dossier(someone).await.unwrap()
    }

    pub(crate) async fn try_dossier(&self, someone: Someone) -> Result<Dossier, Status> {
        let answer = self.client.clone().get_dossier(as_owner(someone, GetDossierRequest {})).await?;
        Ok(answer.into_inner().dossier.unwrap())
    }

    pub(crate) async fn field(&self, someone: Someone, key: &str) -> DossierField {
        field(&self.dossier(someone).await, key)
    }

    pub(crate) async fn try_save(
        &self,
        someone: Someone,
        fields: Vec<FieldAnswer>,
    ) -> Result<Vec<FieldResult>, Status> {
        let request = as_owner(someone, SaveDossierFieldsRequest { fields });
        Ok(self.client.clone().save_dossier_fields(request).await?.into_inner().fields)
    }

    /// Saves; the code of each result, empty when kept.
    pub(crate) async fn save(&self, someone: Someone, fields: Vec<FieldAnswer>) -> Vec<String> {
        self.try_save(someone, fields).await.unwrap().into_iter().map(|result| result.error_code).collect()
    }

    /// Corrects these fields under their revisions of now, and checks what else is required.
    pub(crate) async fn fill_in(&self, someone: Someone, corrections: &[(&str, &str)]) {
        let dossier = self.dossier(someone).await;
        let open = |key: &&str| field(&dossier, key).open;
        let correct = |(key, text): &(&str, &str)| correction(key, field(&dossier, key).revision, text);
        let rest = REQUIRED.iter().filter(|key| !corrections.iter().any(|(corrected, _)| corrected == *key));
        let checks = rest.copied().filter(open).map(|key| check(key, field(&dossier, key).revision));
        let answers: Vec<_> = corrections.iter().map(correct).chain(checks).collect();
        let codes = self.save(someone, answers.clone()).await;
        assert!(codes.iter().all(String::is_empty), "{codes:?}");
    }

    pub(crate) async fn checklist(&self, someone: Someone) -> GetDossierChecklistResponse {
        let request = as_owner(someone, GetDossierChecklistRequest {});
        self.client.clone().get_dossier_checklist(request).await.unwrap().into_inner()
    }

    pub(crate) async fn try_submit(
        &self,
        someone: Someone,
        request: SubmitDossierRequest,
    ) -> Result<SubmitDossierResponse, Status> {
        self.client.clone().submit_dossier(as_owner(someone, request)).await.map(Response::into_inner)
    }

    /// Hands in; the number of the submission.
    pub(crate) async fn submit(&self, someone: Someone) -> u32 {
        self.try_submit(someone, agreeing()).await.unwrap().submission
    }

    /// Fills in, and hands in.
    pub(crate) async fn submitted(&self, someone: Someone, corrections: &[(&str, &str)]) -> u32 {
        self.fill_in(someone, corrections).await;
        self.submit(someone).await
    }

    /// What was told of submissions, in order, each with its aggregate's version.
    pub(crate) async fn submissions_told(&self) -> Vec<(Option<i64>, DossierSubmitted)> {
        self.world.told().await.into_iter().map(|(_, version, event)| (version, event)).collect()
    }

    /// What was told of applications.
    pub(crate) async fn applications_told(&self) -> Vec<(Option<i64>, EmployeeDataApplied)> {
        self.world.told().await.into_iter().map(|(_, version, event)| (version, event)).collect()
    }

    /// Which dossier, as verification names it.
    pub(crate) async fn named(&self, someone: Someone, submission: u32) -> Option<DossierRef> {
        let dossier_id = self.dossier(someone).await.dossier_id;
        Some(DossierRef { dossier_id, submission, ..DossierRef::default() })
    }

    pub(crate) async fn recalled(&self, someone: Someone, submission: u32) {
        let event = DossierRecalled { dossier: self.named(someone, submission).await, recalled_at: None };
        self.hear(&event).await.unwrap();
    }

    pub(crate) async fn returned(&self, someone: Someone, submission: u32, keys: &[&str]) {
        let item = |key: &&str| DecidedItem {
            key: (*key).to_owned(),
            stage: Stage::Bkd.into(),
            reason_code: "VALUE_UNCLEAR".to_owned(),
        };
        let event = DossierReturned {
            dossier: self.named(someone, submission).await,
            items: keys.iter().map(item).collect(),
            ..DossierReturned::default()
        };
        self.hear(&event).await.unwrap();
    }

    pub(crate) async fn completed(&self, someone: Someone, submission: u32, accepted: &[&str], rejected: &[&str]) {
        let event = self.completion(someone, submission, accepted, rejected).await;
        self.hear(&event).await.unwrap();
    }

    pub(crate) async fn completion(
        &self,
        someone: Someone,
        submission: u32,
        accepted: &[&str],
        rejected: &[&str],
    ) -> DossierCompleted {
        let rejected = rejected.iter().map(|key| DecidedItem { key: (*key).to_owned(), ..DecidedItem::default() });
        DossierCompleted {
            dossier: self.named(someone, submission).await,
            accepted_keys: accepted.iter().map(|key| (*key).to_owned()).collect(),
            rejected: rejected.collect(),
            completed_by: some_id().to_string(),
            ..DossierCompleted::default()
        }
    }

    /// Hears an event as the consumer does: in one transaction, or not at all.
    pub(crate) async fn hear<M: Name>(&self, message: &M) -> anyhow::Result<()> {
        self.world.hear(message).await
    }

    /// A column of the master data, as text.
    pub(crate) async fn master(&self, someone: Someone, column: &str) -> Option<String> {
        let sql = format!(
            "select {column}::text from registration.employees where employee_id = '{}'",
            someone.employee_id()
        );
        let mut connection = self.world.app.db.read().await.unwrap();
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *connection).await.unwrap()
    }

    /// Changes the master data as an import does.
    pub(crate) async fn import(&self, someone: Someone, assignment: &str) {
        let who = someone.employee_id();
        let sql = format!(
            "update registration.employees set {assignment}, version = version + 1 where employee_id = '{who}'"
        );
        self.world.execute(&sql).await;
    }
}

async fn seal_niks(world: &World) {
    let app = world.app.clone();
    let seal = async move |mut tx: Tx| {
        for someone in Someone::ALL.into_iter().filter(|someone| *someone != Someone::WithoutNik) {
            let owner: Uuid = sqlx::query_scalar(
                "select a.data_key_owner from registration.employees e join registration.agencies a on a.code = e.agency_code
                 where e.employee_id = $1",
            )
            .bind(someone.employee_id())
            .fetch_one(&mut *tx)
            .await
            .unwrap();
            let key = make_data_key(&mut tx, SCHEMA, &app.master_key, owner, app.clock.now()).await.unwrap();
            sqlx::query("update registration.employees set nik_sealed = $2 where employee_id = $1")
                .bind(someone.employee_id())
                .bind(key.encrypt("nik", &someone.nik()))
                .execute(&mut *tx)
                .await
                .unwrap();
        }
        anyhow::Ok(())
    };
    world.app.db.write("seal_niks", seal).await.unwrap();
}

/// Someone signed in as an employee.
pub(crate) fn owner(someone: Someone) -> Person {
    themselves(someone.employee_id())
}

pub(crate) fn as_owner<T>(someone: Someone, message: T) -> tonic::Request<T> {
    by(Caller::Person(owner(someone)), message)
}

pub(crate) fn check(key: &str, revision: u64) -> FieldAnswer {
    FieldAnswer { key: key.to_owned(), revision, answer: Some(Answer::Check(true)) }
}

pub(crate) fn correction(key: &str, revision: u64, text: &str) -> FieldAnswer {
    FieldAnswer { key: key.to_owned(), revision, answer: Some(Answer::Correction(text.to_owned())) }
}

/// "Saya Setuju", under a key of its own.
pub(crate) fn agreeing() -> SubmitDossierRequest {
    SubmitDossierRequest { request_id: some_id().to_string(), declaration_version: 1, agreed: true }
}

pub(crate) fn field(dossier: &Dossier, key: &str) -> DossierField {
    dossier.fields.iter().find(|field| field.key == key).unwrap_or_else(|| panic!("no field {key}")).clone()
}

/// Keys of the fields that can be answered.
pub(crate) fn open_keys(dossier: &Dossier) -> Vec<&str> {
    dossier.fields.iter().filter(|field| field.open).map(|field| field.key.as_str()).collect()
}

pub(crate) fn state(dossier: &Dossier) -> &'static str {
    dossier.state().short()
}

/// Enums of the contract cannot be printed: their names, without what all of one have in common.
pub(crate) trait Short {
    fn short(self) -> &'static str;
}

impl Short for DossierState {
    fn short(self) -> &'static str {
        self.as_str_name().trim_start_matches("DOSSIER_STATE_")
    }
}

impl Short for AnswerKind {
    fn short(self) -> &'static str {
        self.as_str_name().trim_start_matches("ANSWER_KIND_")
    }
}

impl Short for FieldOutcome {
    fn short(self) -> &'static str {
        self.as_str_name().trim_start_matches("FIELD_OUTCOME_")
    }
}

impl Short for Stage {
    fn short(self) -> &'static str {
        self.as_str_name().trim_start_matches("STAGE_")
    }
}

/// Keys of an event's items, with what was answered.
pub(crate) fn items(event: &DossierSubmitted) -> Vec<(&str, &'static str)> {
    event.items.iter().map(|item| (item.key.as_str(), item.answer().short())).collect()
}
