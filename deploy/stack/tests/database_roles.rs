use sqlx::{AssertSqlSafe, PgConnection};
use stack::Program;

use crate::support::{enter, servers};

const DATABASE: &str = "epupns";

#[tokio::test]
async fn each_service_has_its_own_room_and_no_other() {
    let (_dir, servers) = servers().await;
    let cluster = servers.postgres.cluster();
    cluster.bootstrap(DATABASE).await.unwrap();
    cluster.bootstrap(DATABASE).await.expect("a second time changes nothing");

    for owner in Program::OWNERS {
        let mut migrator = enter(&cluster.migrator_url(owner, DATABASE).unwrap()).await;
        does(
            &mut migrator,
            &format!("CREATE TABLE {owner}.things (id bigint GENERATED ALWAYS AS IDENTITY, name text)"),
        )
        .await;
        let belongs_to: String =
            sqlx::query_scalar("SELECT tableowner FROM pg_tables WHERE schemaname = $1 AND tablename = 'things'")
                .bind(owner.name())
                .fetch_one(&mut migrator)
                .await
                .unwrap();
        assert_eq!(belongs_to, format!("{owner}_owner"));
    }
    for owner in Program::OWNERS {
        let mut app = enter(&cluster.app_url(owner, DATABASE).unwrap()).await;
        does(&mut app, &format!("INSERT INTO {owner}.things (name) VALUES ('a')")).await;
        does(&mut app, &format!("UPDATE {owner}.things SET name = 'b'")).await;
        does(&mut app, &format!("DELETE FROM {owner}.things")).await;
        is_denied(&mut app, &format!("DROP TABLE {owner}.things")).await;
        is_denied(&mut app, &format!("TRUNCATE {owner}.things")).await;
        is_denied(&mut app, &format!("CREATE TABLE {owner}.more (id int)")).await;
        is_denied(&mut app, "CREATE TABLE public.more (id int)").await;
        is_denied(&mut app, "CREATE SCHEMA more").await;
        is_denied(&mut app, "CREATE TEMPORARY TABLE more (id int)").await;
        is_denied(&mut app, &format!("SET ROLE {owner}_owner")).await;
        for other in Program::OWNERS.into_iter().filter(|other| *other != owner) {
            is_denied(&mut app, &format!("SELECT * FROM {other}.things")).await;
            let mut migrator = enter(&cluster.migrator_url(owner, DATABASE).unwrap()).await;
            is_denied(&mut migrator, &format!("SELECT * FROM {other}.things")).await;
        }
    }
}

#[tokio::test]
async fn a_copied_database_is_as_closed_as_its_template() {
    let (_dir, servers) = servers().await;
    let cluster = servers.postgres.cluster();
    cluster.bootstrap("room").await.unwrap();
    cluster.copy("room", "copied").await.unwrap();
    cluster.copy("room", "copied").await.expect("a copy of that name is replaced");

    let mut app = enter(&cluster.app_url(Program::Identity, "copied").unwrap()).await;
    is_denied(&mut app, "CREATE TEMPORARY TABLE more (id int)").await;
    is_denied(&mut app, "SELECT * FROM registration.anything").await;
}

async fn does(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Refused for want of a privilege (SQLSTATE 42501), not for a typing error of ours.
async fn is_denied(connection: &mut PgConnection, sql: &str) {
    let refused = sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.expect_err(sql);
    let code = refused.as_database_error().and_then(|error| error.code()).map(|code| code.into_owned());
    let owner_only = refused.to_string().contains("must be owner");
    assert!(owner_only || code.as_deref() == Some("42501"), "{sql}: {refused}");
}
