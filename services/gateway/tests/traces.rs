//! Every trace starts at the door.

use axum::{body::Body, extract::Request};
use chassis::{
    settings::{LogFormat, TelemetrySettings},
    telemetry::Telemetry,
};

use crate::harness::Door;

const TRACE_ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

#[tokio::test]
async fn the_public_chooses_neither_the_trace_nor_its_sampling() {
    let settings = TelemetrySettings {
        log: "info".to_owned(),
        log_format: LogFormat::Json,
        otlp_endpoint: None,
        trace_ratio: 0.0,
    };
    let _telemetry = Telemetry::install("gateway", &settings).unwrap();
    let door = Door::open().await;
    let ask = async |path: &str| {
        let request = Request::get(path).header("traceparent", format!("00-{TRACE_ID}-00f067aa0ba902b7-01"));
        door.ask(request.header("tracestate", "theirs=1").body(Body::empty()).unwrap()).await
    };
    let refused = ask("/v1/nothing").await;
    let trace_id = refused.json()["trace_id"].as_str().unwrap().to_owned();
    assert_ne!(trace_id, TRACE_ID);

    let page = ask("/").await.text;
    let onward = page.lines().find(|line| line.starts_with("traceparent: ")).unwrap();
    assert!(!onward.contains(TRACE_ID) && onward.ends_with("-00\""), "{onward}");
    assert!(!page.contains("tracestate"), "{page}");
}
