//! Sheets and scripts.

use axum::{body::Body, extract::Request};

use crate::harness::Portal;

#[tokio::test]
async fn an_asset_is_kept_for_ever_by_the_name_that_pages_use() {
    let portal = Portal::open().await;
    let front = portal.get("/", None).await.html;
    let (_, rest) = front.split_once("/aset/portal-").unwrap();
    let path = format!("/aset/portal-{}", rest.split_once('"').unwrap().0);
    let sheet = portal.get(&path, None).await;
    assert_eq!((sheet.status, sheet.header("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!(sheet.header("cache-control"), "public, max-age=31536000, immutable");
    let again = Request::get(&path).header("if-none-match", sheet.header("etag"));
    assert_eq!(portal.ask(again, Body::empty()).await.status, 304);
    let packed = Request::get(&path).header("accept-encoding", "br, gzip;q=0.9");
    let packed = portal.ask(packed, Body::empty()).await;
    assert_eq!((packed.header("content-encoding"), packed.header("vary")), ("gzip", "accept-encoding"));
    assert_ne!(packed.header("etag"), sheet.header("etag"), "other bytes, another tag");
    let plain = portal.get("/aset/tantangan.js", None).await;
    assert_eq!((plain.status, plain.header("cache-control")), (200, "public, max-age=300"));
    let none = portal.get("/aset/Cargo.toml", None).await;
    assert_eq!((none.status, none.header("cache-control")), (404, "no-store"));
}
