//! Servers of the caller's own: one installation runs them, another is handed their URLs.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::PgConnection;
use stack::{Callers, CallersNats, Cluster, Ports, Servers, ServersFile, fresh_database};
use tempfile::TempDir;

use crate::support::{enter, servers};

const DATABASE: &str = "epupns";

/// An installation on servers of the caller's.
async fn beside(callers: &Callers, dir: &Path) -> anyhow::Result<Servers> {
    Servers::start_beside(callers, dir, &mut Ports::load(dir).unwrap(), true).await
}

fn with_postgres(servers: &Servers) -> Callers {
    Callers { postgres_url: Some(superuser_url(servers)), ..Callers::default() }
}

fn superuser_url(servers: &Servers) -> String {
    servers.postgres.cluster().superuser_url("postgres").unwrap()
}

/// Databases and roles that no PostgreSQL has by itself.
async fn made(url: &str) -> Vec<String> {
    let made = "SELECT datname::text FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')
         UNION ALL SELECT rolname::text FROM pg_roles WHERE rolname !~ '^(pg_|postgres)' ORDER BY 1";
    sqlx::query_scalar(made).fetch_all(&mut enter(url).await).await.unwrap()
}

async fn says(connection: &mut PgConnection, sql: &'static str) {
    sqlx::raw_sql(sql).execute(connection).await.unwrap();
}

fn refusal(outcome: anyhow::Result<impl Sized>) -> String {
    format!("{:#}", outcome.err().expect("it is refused"))
}

#[tokio::test]
async fn an_installation_lives_in_the_callers_postgres_and_leaves_without_a_trace() {
    let (_theirs, callers_servers) = servers().await;
    let url = superuser_url(&callers_servers);
    let dir = tempfile::tempdir().unwrap();
    let callers = with_postgres(&callers_servers);

    let mut ours = beside(&callers, dir.path()).await.unwrap();
    assert!(ours.postgres.child().is_none(), "nothing private was started");
    let cluster = ours.postgres.cluster().clone();
    cluster.bootstrap(DATABASE).await.unwrap();
    says(&mut enter(&cluster.superuser_url(DATABASE).unwrap()).await, "CREATE TABLE kept (n int)").await;
    enter(&cluster.app_url(stack::Program::Identity, DATABASE).unwrap()).await;
    ours.stop().await.unwrap();
    drop(ours);

    // The server is still there, and a second start finds what the first one made.
    let again = beside(&callers, dir.path()).await.unwrap();
    again.postgres.cluster().bootstrap(DATABASE).await.expect("a second time changes nothing");
    says(&mut enter(&cluster.superuser_url(DATABASE).unwrap()).await, "SELECT n FROM kept").await;

    // Another installation would take over its roles.
    let other = tempfile::tempdir().unwrap();
    let stranger = beside(&callers, other.path()).await.unwrap();
    let refused = refusal(stranger.postgres.cluster().bootstrap(DATABASE).await);
    assert!(refused.contains("did not: DATABASE epupns, ROLE") && refused.contains("identity_app"), "{refused}");
    assert!(refused.contains("remedy: ") && refused.contains("DROP DATABASE epupns; DROP ROLE"), "{refused}");
    stranger.forget().await.unwrap();
    refusal(stranger.postgres.cluster().remove(DATABASE).await);

    again.forget().await.unwrap();
    assert_eq!(made(&url).await, Vec::<String>::new());
    stranger.postgres.cluster().bootstrap(DATABASE).await.expect("now the names are free");
}

#[tokio::test]
async fn a_database_or_role_of_that_name_that_others_made_is_not_touched() {
    let (_theirs, callers_servers) = servers().await;
    let url = superuser_url(&callers_servers);
    let dir = tempfile::tempdir().unwrap();
    let ours = beside(&with_postgres(&callers_servers), dir.path()).await.unwrap();
    for (theirs, named) in
        [("CREATE DATABASE epupns", "DATABASE epupns"), ("CREATE ROLE identity_app", "ROLE identity_app")]
    {
        says(&mut enter(&url).await, theirs).await;
        let before = made(&url).await;
        let refused = refusal(ours.postgres.cluster().bootstrap(DATABASE).await);
        assert!(refused.contains(named), "{refused}");
        ours.forget().await.unwrap();
        assert_eq!(made(&url).await, before);
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("DROP {named}"))).execute(&mut enter(&url).await).await.unwrap();
    }
}

#[tokio::test]
async fn a_postgres_that_cannot_be_used_is_refused_with_the_remedy() {
    let (_theirs, callers_servers) = servers().await;
    let url = superuser_url(&callers_servers);
    says(&mut enter(&url).await, "CREATE ROLE modest LOGIN PASSWORD 'hush-hush'").await;
    let place = callers_servers.postgres.cluster().address().to_owned();
    let dir = tempfile::tempdir().unwrap();
    for (url, why) in [
        (format!("postgres://modest:hush-hush@{place}"), "no superuser"),
        (format!("postgres://modest:hush-wrong@{place}"), "does not let us in"),
        ("postgres://modest:hush-hush@127.0.0.1:1/x".to_owned(), "does not let us in"),
        (format!("postgres://{place}"), "postgres://user:password@host:port is expected"),
        (format!("postgres://a:hush@{place}?user=b"), "no `user` after the `?`"),
        ("mysql://a:hush@b:1".to_owned(), "is expected"),
    ] {
        let refused = refusal(beside(&Callers { postgres_url: Some(url), ..Callers::default() }, dir.path()).await);
        assert!(refused.contains(why) && refused.contains("remedy: correct EPUPNS_POSTGRES_URL"), "{refused}");
        assert!(!refused.contains("hush"), "{refused}");
    }
}

#[tokio::test]
async fn urls_of_roles_keep_the_parameters_that_the_caller_gave() {
    let dir = tempfile::tempdir().unwrap();
    let secrets = stack::Secrets::open(dir.path()).unwrap();
    let cluster = Cluster::of_caller("postgresql://root:p%40ss@db:5433/any?sslmode=require", secrets).unwrap();
    assert_eq!(cluster.superuser_url("epupns").unwrap(), "postgres://root:p%40ss@db:5433/epupns?sslmode=require");
    let migrator = cluster.migrator_url(stack::Program::Identity, "epupns").unwrap();
    assert!(migrator.ends_with("@db:5433/epupns?sslmode=require&options=-c%20role%3Didentity_owner"), "{migrator}");
}

#[tokio::test]
async fn the_callers_redis_is_used_if_it_lets_us_in() {
    let (_theirs, callers_servers) = servers().await;
    let url = callers_servers.valkey.url();
    let dir = tempfile::tempdir().unwrap();
    let named = |url: &str| Callers { redis_url: Some(url.to_owned()), ..Callers::default() };
    let mut ours = beside(&named(&url), dir.path()).await.unwrap();
    assert_eq!(ours.valkey.url(), url);
    ours.stop().await.unwrap();
    beside(&named(&url), dir.path()).await.expect("it was left running");

    for wrong in [url.replacen("redis://:", "redis://:wrong-", 1), "redis://127.0.0.1:1".to_owned(), "cache".to_owned()]
    {
        let refused = refusal(beside(&named(&wrong), dir.path()).await);
        assert!(refused.contains("remedy: correct EPUPNS_REDIS_URL") && !refused.contains("wrong-"), "{refused}");
    }
}

/// A NATS that the caller starts as the remedy says; it ends with this value.
struct CallersOwn(Child);

impl CallersOwn {
    fn start(program: &Path, config: &Path) -> Self {
        Self(Command::new(program).arg("-c").arg(config).stderr(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for CallersOwn {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What comes when a server needs a moment to start.
async fn once_it_is_up(callers: &Callers, dir: &Path, mut wished: impl FnMut(&anyhow::Result<Servers>) -> bool) {
    let mut last = String::new();
    for _ in 0..200 {
        let outcome = beside(callers, dir).await;
        if wished(&outcome) {
            return;
        }
        last = outcome.map_or_else(|error| format!("{error:#}"), |_| "it is used".to_owned());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{last}");
}

#[tokio::test]
async fn the_callers_nats_has_to_run_the_configuration_that_is_written_for_it() {
    // The library's own says which program to run, and is a NATS that does not know us.
    let (_theirs, mut known) = servers().await;
    let program = std::fs::read_link(format!("/proc/{}/exe", known.nats.child().unwrap().id())).unwrap();
    let stranger = CallersNats { url: known.nats.url(), monitor_url: known.nats.monitor_url() };
    let dir = tempfile::tempdir().unwrap();
    let others = Callers { redis_url: Some(known.valkey.url()), ..with_postgres(&known) };
    let refused = refusal(beside(&Callers { nats: Some(stranger), ..others.clone() }, dir.path()).await);
    assert!(refused.contains("does not know the key of this installation's provisioner"), "{refused}");

    let mut ports = Ports::load(dir.path()).unwrap();
    let (port, monitor) = (ports.of("theirs").unwrap(), ports.of("theirs-monitor").unwrap());
    let nats =
        CallersNats { url: format!("nats://127.0.0.1:{port}"), monitor_url: format!("http://127.0.0.1:{monitor}") };
    let callers = Callers { nats: Some(nats), ..others };
    let config = dir.path().join("callers-nats/nats.conf");
    let refused = refusal(beside(&callers, dir.path()).await);
    assert!(refused.contains("no NATS shows its state at http://127.0.0.1:"), "{refused}");
    assert!(
        refused.contains(&format!("remedy: start it with `{} -c {}`", program.display(), config.display())),
        "{refused}"
    );

    // A copy without durability.
    let careless = config.with_file_name("careless.conf");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&careless, text.replace("sync_interval: always", "")).unwrap();
    let running = CallersOwn::start(&program, &careless);
    once_it_is_up(&callers, dir.path(), |outcome| {
        outcome.as_ref().is_err_and(|error| error.to_string().contains("may lose what it has acknowledged"))
    })
    .await;
    drop(running);

    let _running = CallersOwn::start(&program, &config);
    once_it_is_up(&callers, dir.path(), Result::is_ok).await;
    let ours = beside(&callers, dir.path()).await.unwrap();
    ours.forget().await.expect("there are no streams yet, which is fine");
    let seed = std::fs::read_to_string(ours.secrets.nkey_seed(stack::PROVISIONER).unwrap()).unwrap();
    let options = async_nats::ConnectOptions::with_nkey(seed).custom_inbox_prefix("_INBOX.provisioner");
    let admin = async_nats::jetstream::new(options.connect(ours.nats.url()).await.unwrap());
    let settings = async_nats::jetstream::stream::Config { name: "EPUPNS".to_owned(), ..Default::default() };
    admin.create_stream(settings).await.unwrap();
    ours.forget().await.unwrap();
    assert!(admin.get_stream("EPUPNS").await.is_err(), "the stream is gone with the installation");
}

#[tokio::test]
async fn tests_take_the_callers_servers_and_leave_nothing_there() {
    let (_theirs, callers_servers) = servers().await;
    let (url, redis_url) = (superuser_url(&callers_servers), callers_servers.valkey.url());
    let dir: TempDir = tempfile::tempdir().unwrap();
    let mut launcher = Command::new(env!("CARGO_BIN_EXE_stack"))
        .args(["servers", "--from-files", "--dir"])
        .arg(dir.path())
        .env_remove("EPUPNS_NATS_URL")
        .env_remove("EPUPNS_NATS_MONITOR_URL")
        .env("EPUPNS_POSTGRES_URL", &url)
        .env("EPUPNS_REDIS_URL", &redis_url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    BufReader::new(launcher.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    let file = ServersFile::load(Path::new(ready.trim())).unwrap();
    assert_eq!(
        (file.postgres_address.as_str(), &file.redis_url),
        (callers_servers.postgres.cluster().address(), &redis_url)
    );
    let database = fresh_database(&file, "of_a_test").await.unwrap();
    enter(&database.app_url(stack::Program::Registration).unwrap()).await;
    drop(database);

    drop(launcher.stdin.take());
    assert!(launcher.wait().unwrap().success());
    assert_eq!(made(&url).await, Vec::<String>::new());
}
