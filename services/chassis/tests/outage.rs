//! A database that goes, whoever noticed it first, is told as what passes by itself.

use std::time::Duration;

use chassis::reason::{internal, reason_of};
use sqlx::{Connection as _, PgConnection};
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::database;

const LEAVE: &str = "select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()";

#[tokio::test]
async fn a_session_that_the_server_has_ended_is_an_outage_and_no_defect() {
    let (database, db) = database("outage").await;
    let mut connection = db.read().await.unwrap();
    let mut superuser = PgConnection::connect(&database.superuser_url().unwrap()).await.unwrap();
    sqlx::query(LEAVE).execute(&mut superuser).await.unwrap();
    let error = sqlx::query("select 1").execute(&mut *connection).await.unwrap_err();

    let status = internal(&anyhow::Error::from(error).context("looking up"));
    assert_eq!((status.code(), reason_of(&status).as_deref()), (Code::Unavailable, Some("UNAVAILABLE")));
    assert_eq!(status.get_details_retry_info().unwrap().retry_delay, Some(Duration::from_secs(2)));

    let defect = sqlx::query("select nothing").execute(&mut *db.read().await.unwrap()).await.unwrap_err();
    assert_eq!(internal(&defect.into()).code(), Code::Internal);
}
