//! What a saved field costs beside the bare transaction of the same rows, in one run on one server:
//! `cargo run -p registration --example draft_save` with EPUPNS_TEST_SERVERS set. Prints both and their ratio.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use chassis::{
    ambient::{Clock, secret_bytes},
    budget::{Budget, Budgets},
    db::Db,
    events::Outbox,
    redis::Redis,
    vault::MasterKey,
};
use data_encoding::BASE64;
use futures::future::{BoxFuture, FutureExt as _};
use kernel::{
    AccountId, EmployeeId, Jurisdiction, NumberKey, Person, PersonId, RegistrationId, RegistrationNumber, Role,
};
use registration::{
    app::{
        App, CatalogueShelf,
        ports::{Accounts, AccountsError, NewAccount, Source},
        render_registration_document::Press,
        save_dossier_fields::FieldAnswer,
    },
    domain::{card_signature::CardKey, dossier::saving::Typed},
};
use secrecy::SecretString;
use sqlx::{AssertSqlSafe, PgPool};
use stack::{Program, ServersFile, fresh_database};
use tokio::task::JoinSet;
use tonic::Code;
use uuid::Uuid;

/// As many as saturate a small machine; more only wait.
const CLIENTS: usize = 8;
const PEOPLE: usize = 2000;
/// What the demo's people have in the master data.
const FIELDS: [&str; 8] =
    ["nama", "tempat_lahir", "tanggal_lahir", "agama", "golongan_ruang", "instansi_induk", "unor", "jabatan"];
const LASTS: Duration = Duration::from_secs(5);

const LOCK: &str = "select state, catalogue_version from registration.dossiers where dossier_id = $1 for update";
const SAVE: &str = "
    insert into registration.dossier_fields (dossier_id, key, revision, answer, checked_tag, saved_at)
    values ($1, $2, 1, 'check', $3, now())
    on conflict (dossier_id, key) do update
    set revision = dossier_fields.revision + 1, answer = excluded.answer, checked_tag = excluded.checked_tag,
        saved_at = excluded.saved_at";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let servers = ServersFile::from_env().context("remedy: set EPUPNS_TEST_SERVERS")?;
    let database = fresh_database(&servers, "registration_draft_save").await?;
    let url = database.app_url(Program::Registration)?;
    let app = app(&url, &servers.redis_url)?;
    let pool = PgPool::connect(&url).await?;
    let dossiers = people(&app, &pool).await?;
    for round in 1..=3 {
        forget(&pool).await?;
        let saves = for_a_while(|client| save_until(app.clone(), client).boxed()).await?;
        forget(&pool).await?;
        let bare = for_a_while(|client| bare_until(pool.clone(), dossiers.clone(), client).boxed()).await?;
        println!("round {round}: {saves:.0} saves/s, {bare:.0} bare transactions/s, ratio {:.2}", saves / bare);
    }
    Ok(())
}

/// Everybody's dossier is opened; its id.
async fn people(app: &App, pool: &PgPool) -> anyhow::Result<Arc<Vec<Uuid>>> {
    let mut dossiers = Vec::with_capacity(PEOPLE);
    let mut sql = PLACES.to_owned();
    for person in 0..PEOPLE {
        let number = RegistrationNumber::from_sequence(person as u64, &app.number_key).context("a number")?;
        let (id, nip) = (employee(person), format!("198001012005{:02}1{:03}", 1 + person / 999, 1 + person % 999));
        sql.push_str(&format!(
            "insert into registration.employees
                (employee_id, nip, name, birth_place, birth_date, sex, religion, grade, grade_tmt, education, agency_code,
                 work_agency_code, unit_code, position_type, position, tmt_cpns, legal_status, imported_by)
             values ('{id}', '{nip}', 'Siti', 'Bandung', '1980-01-01', 'male', 'Islam', 'III/a', '2020-04-01', 'S-1', 'A1',
                 'A1', 'A1.ROOT', 'functional_general', 'Staf', '2005-01-01', 'active', gen_random_uuid());
             insert into registration.registration_numbers values ('{number}', {person}, now());
             insert into registration.registrations
                (registration_id, registration_number, campaign_code, employee_id, nip, agency_code, unit_code, state,
                 request_id, request_fingerprint, version, reserved_at, registered_at, due_at, decided_by, decided_at,
                 decision_request_id, seen)
             values (gen_random_uuid(), '{number}', '2026', '{id}', '{nip}', 'A1', 'A1.ROOT', 'confirmed',
                 gen_random_uuid(), sha256('x'), 2, now(), now(), now(), gen_random_uuid(), now(), gen_random_uuid(), 'qr');"
        ));
    }
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await?;
    for at in 0..PEOPLE {
        let shown = app.get_dossier(&person(at)).await?;
        dossiers.push(shown.dossier.dossier_id.as_uuid());
    }
    Ok(Arc::new(dossiers))
}

/// Per second, of all clients together.
async fn for_a_while(client: impl Fn(usize) -> BoxFuture<'static, anyhow::Result<u32>>) -> anyhow::Result<f64> {
    let (began, mut working, mut done) = (Instant::now(), JoinSet::new(), 0);
    for at in 0..CLIENTS {
        working.spawn(client(at));
    }
    while let Some(finished) = working.join_next().await {
        done += finished??;
    }
    Ok(f64::from(done) / began.elapsed().as_secs_f64())
}

/// Each client has people of its own, and asks for field after field as a rehearsal does: all of them checks but one.
async fn save_until(app: App, client: usize) -> anyhow::Result<u32> {
    let (end, mut saved) = (Instant::now() + LASTS, 0);
    for (at, key) in turns(client).take_while(|_| Instant::now() < end) {
        let typed = if key == "nama" { Typed::Correction("Siti Aisyah".to_owned()) } else { Typed::Check };
        let answer = FieldAnswer { key: key.to_owned(), revision: 0, typed };
        let result = app.save_dossier_fields(&person(at), vec![answer]).await?.remove(0);
        ensure!(result.refusal.is_none() && result.revision == 1, "{key} was not saved");
        saved += 1;
    }
    Ok(saved)
}

async fn bare_until(pool: PgPool, dossiers: Arc<Vec<Uuid>>, client: usize) -> anyhow::Result<u32> {
    let (end, mut saved) = (Instant::now() + LASTS, 0);
    for (at, key) in turns(client).take_while(|_| Instant::now() < end) {
        let dossier = dossiers[at];
        let mut tx = pool.begin().await?;
        sqlx::query(LOCK).bind(dossier).execute(&mut *tx).await?;
        let done = sqlx::query(SAVE).bind(dossier).bind(key).bind(vec![0_u8; 16]).execute(&mut *tx).await?;
        ensure!(done.rows_affected() == 1, "nothing was written");
        tx.commit().await?;
        saved += 1;
    }
    Ok(saved)
}

/// A client's people, and each of their fields once.
fn turns(client: usize) -> impl Iterator<Item = (usize, &'static str)> {
    FIELDS.into_iter().flat_map(move |key| (client..PEOPLE).step_by(CLIENTS).map(move |at| (at, key)))
}

async fn forget(pool: &PgPool) -> anyhow::Result<()> {
    sqlx::raw_sql("delete from registration.dossier_fields").execute(pool).await?;
    Ok(())
}

fn employee(at: usize) -> EmployeeId {
    Uuid::from_u128(at as u128 + 1).into()
}

fn person(at: usize) -> Person {
    let id = employee(at).as_uuid();
    Person {
        person_id: PersonId::from(id),
        account_id: AccountId::from(id),
        session_id: id.into(),
        role: Role::Employee,
        jurisdiction: Jurisdiction::OwnFile,
    }
}

fn app(url: &str, redis_url: &str) -> anyhow::Result<App> {
    let clock = Clock::system();
    Ok(App {
        catalogues: CatalogueShelf::default(),
        outbox: Outbox::new(registration::SCHEMA, clock.clone()),
        db: Db::connect(url, 16)?,
        clock,
        budgets: Budgets::new(Redis::connect(redis_url, Duration::from_secs(1))?),
        lookup_budget: Budget { burst: 1, interval: Duration::from_secs(1) },
        master_key: MasterKey::from_base64(&BASE64.encode(&secret_bytes::<32>()))?,
        number_key: NumberKey::new([7; 32]),
        card_key: CardKey::from_pem(CARD_KEY)?,
        accounts: Arc::new(Nobody),
        press: Press::with_a_place_per_core(),
        public_address: String::new(),
    })
}

/// Nobody signs in here.
struct Nobody;

impl Accounts for Nobody {
    fn prepare(&self, _: NewAccount) -> BoxFuture<'_, Result<(), AccountsError>> {
        async { Err(AccountsError::Unknown(Code::Unavailable)) }.boxed()
    }

    fn check_password(
        &self,
        _: RegistrationId,
        _: SecretString,
        _: Source,
    ) -> BoxFuture<'_, Result<(), AccountsError>> {
        async { Err(AccountsError::Unknown(Code::Unavailable)) }.boxed()
    }
}

/// 32 bytes `!`: no card is signed here.
const CARD_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEICEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEh
-----END PRIVATE KEY-----
";

const PLACES: &str = "
    insert into registration.kanreg values ('03', 'Kantor Regional III', 'Bandung');
    insert into registration.agencies (code, name, central, kanreg_code)
    values ('A1', 'Pemerintah Kota Bandung', false, '03');
    insert into registration.org_units (code, agency_code, parent_code, name, level_1)
    values ('A1.ROOT', 'A1', null, 'Kota Bandung', true);
    insert into registration.org_unit_closure values ('A1.ROOT', 'A1.ROOT', 0);
    insert into registration.campaigns
    values ('2026', 'Pendataan Ulang 2026', now() - interval '1 day', now() + interval '300 days',
            now() + interval '330 days', now() + interval '360 days');";
