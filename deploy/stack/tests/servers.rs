use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{enter, servers, servers_in};

#[tokio::test]
async fn what_postgres_acknowledged_survives_kill_9() {
    let (_dir, mut servers) = servers().await;
    let url = servers.postgres.cluster().superuser_url("postgres").unwrap();
    let mut before = enter(&url).await;
    sqlx::raw_sql("CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)").execute(&mut before).await.unwrap();

    servers.postgres.kill9().await;
    sqlx::raw_sql("SELECT 1").execute(&mut before).await.expect_err("the session died with the server");
    servers.postgres.run().await.unwrap();

    let kept: i32 = sqlx::query_scalar("SELECT n FROM kept").fetch_one(&mut enter(&url).await).await.unwrap();
    assert_eq!(kept, 42);
}

#[tokio::test]
async fn a_second_start_finds_ports_passwords_and_data() {
    let (dir, mut servers) = servers().await;
    let cluster = servers.postgres.cluster().clone();
    cluster.bootstrap("epupns").await.unwrap();
    let addresses = (cluster.address().to_owned(), servers.nats.url(), servers.valkey.url());
    servers.stop().await.unwrap();
    drop(servers);

    let servers = servers_in(&dir).await;
    let again = (servers.postgres.cluster().address().to_owned(), servers.nats.url(), servers.valkey.url());
    assert_eq!(again, addresses);
    enter(&cluster.superuser_url("epupns").unwrap()).await;
}

#[tokio::test]
async fn a_paused_postgres_answers_nobody_and_goes_on_when_resumed() {
    let (_dir, mut servers) = servers().await;
    let url = servers.postgres.cluster().superuser_url("postgres").unwrap();

    servers.postgres.child().unwrap().pause();
    let attempt = tokio::time::timeout(Duration::from_millis(500), enter(&url)).await;
    assert!(attempt.is_err(), "a stopped postmaster accepts nobody");

    servers.postgres.child().unwrap().resume();
    enter(&url).await;
}

#[tokio::test]
async fn nothing_outlives_its_servers() {
    let (_dir, mut servers) = servers().await;
    let pids: Vec<u32> = [servers.postgres.child(), servers.nats.child(), servers.valkey.child()]
        .into_iter()
        .map(|child| child.unwrap().id())
        .collect();
    drop(servers);
    for pid in pids {
        assert!(!std::path::Path::new(&format!("/proc/{pid}")).exists(), "process {pid} is still there");
    }
}

#[tokio::test]
async fn servers_die_with_a_launcher_that_is_killed_and_start_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut launcher = Command::new(env!("CARGO_BIN_EXE_stack"))
        .args(["servers", "--from-files", "--dir"])
        .arg(dir.path())
        // Whatever the shell of the tests names: here they are private.
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    BufReader::new(launcher.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    assert!(ready.contains("servers.json"), "{ready}");

    launcher.kill().unwrap();
    launcher.wait().unwrap();

    let known: stack::ServersFile = stack::ServersFile::load(&dir.path().join("servers.json")).unwrap();
    let place = |url: &str| url.rsplit(['@', '/']).next().unwrap().to_owned();
    for server in [known.postgres_address.clone(), place(&known.nats_url), place(&known.redis_url)] {
        // They are killed when the launcher ends, which takes the kernel a moment.
        while std::net::TcpListener::bind(&server).is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    // On the same ports: were one of the old servers still there, its successor would get another port.
    let servers = servers_in(&dir).await;
    assert_eq!(servers.postgres.cluster().address(), known.postgres_address);
    assert_eq!(servers.nats.url(), known.nats_url);
    assert_eq!(servers.valkey.url(), known.redis_url);
}

#[tokio::test]
async fn a_start_that_is_interrupted_spoils_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut interrupted = 0;
    // Each time a little later: while the database is made, while the servers start, and at last not at all.
    for patience in (1..).map(|tries| Duration::from_millis(tries * 150)) {
        let mut ports = stack::Ports::load(dir.path()).unwrap();
        let start = stack::Servers::start(dir.path(), &mut ports, false);
        if let Ok(servers) = tokio::time::timeout(patience, start).await {
            servers.unwrap();
            break;
        }
        interrupted += 1;
    }
    assert!(interrupted > 0, "it started faster than it could be interrupted");
}
