//! A copy of agencies keeps the highest version of each, in whatever order they are told.

use chassis::{
    agencies::{Agency, keep},
    db::Db,
};
use proto::registration::v1 as told;

use crate::{SCHEMA, database};

fn agency(code: &str, kanreg_code: &str, version: u64) -> told::Agency {
    let central = kanreg_code.is_empty();
    let (code, name, kanreg_code) = (code.to_owned(), format!("Agency {code}"), kanreg_code.to_owned());
    told::Agency { code, name, central, kanreg_code, version }
}

async fn hear(db: &Db, told: Vec<told::Agency>) {
    let agencies = told.into_iter().map(Agency::try_from).collect::<Result<Vec<_>, _>>().unwrap();
    db.write("hear", async move |mut tx| keep(&mut tx, SCHEMA, agencies).await).await.unwrap();
}

async fn kept(db: &Db) -> Vec<(String, String, bool, Option<String>, i64)> {
    let sql = "select code, name, central, kanreg_code, version from helpdesk.agencies order by code";
    sqlx::query_as(sql).fetch_all(&mut *db.read().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn the_highest_version_stays_whenever_it_comes() {
    let (_database, db) = database("agencies").await;
    // Two of one agency in one event, the older one behind.
    hear(&db, vec![agency("B1", "", 1), agency("A1", "03", 2), agency("A1", "05", 1)]).await;
    let b1 = ("B1".to_owned(), "Agency B1".to_owned(), true, None, 1);
    let a1 = |kanreg: &str, version| ("A1".to_owned(), "Agency A1".to_owned(), false, Some(kanreg.to_owned()), version);
    assert_eq!(kept(&db).await, [a1("03", 2), b1.clone()]);
    hear(&db, vec![agency("A1", "06", 2), agency("A1", "07", 1)]).await;
    assert_eq!(kept(&db).await, [a1("03", 2), b1.clone()], "the same and an older one change nothing");
    hear(&db, vec![agency("A1", "04", 3)]).await;
    assert_eq!(kept(&db).await, [a1("04", 3), b1]);
}

#[test]
fn a_version_that_no_row_can_have_is_refused() {
    assert!(Agency::try_from(agency("A1", "03", u64::MAX)).is_err());
}
