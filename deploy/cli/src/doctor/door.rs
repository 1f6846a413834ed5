//! The public door, as people see it.

use std::time::Duration;

use anyhow::Context as _;
use chassis::ambient::Clock;
use reqwest::{Client, StatusCode, header};
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc2822};

use super::{
    finding::{Finding, Verdict},
    owner::clock,
    version::Version,
};

const PLACE: &str = "gateway";
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);

/// Looks at the API, at a page, at its clock and its version.
pub(super) async fn look(address: &str) -> (Vec<Finding>, Option<Version>) {
    let base = address.trim_end_matches('/');
    let client = match Client::builder().timeout(ANSWERS_WITHIN).build() {
        Ok(client) => client,
        Err(error) => return (vec![Finding::failed(PLACE, "answers", &error.into())], None),
    };
    let (api, page, version) = tokio::join!(campaign(&client, base), page(&client, base), version(&client, base));
    let mut findings = api.unwrap_or_else(|error| vec![Finding::failed(PLACE, "answers", &error)]);
    findings.push(page);
    (findings, version)
}

async fn campaign(client: &Client, base: &str) -> anyhow::Result<Vec<Finding>> {
    let answer = client.get(format!("{base}/v1/campaign")).send().await.with_context(|| {
        format!("{base} does not answer\nremedy: see that gateway runs at EPUPNS_GATEWAY_ADDRESS, and read its log")
    })?;
    let status = answer.status();
    let said = answer.headers().get(header::DATE).and_then(|date| date.to_str().ok());
    let theirs = said.and_then(|date| OffsetDateTime::parse(date, &Rfc2822).ok());
    let now = Clock::system().now();
    let (verdict, remedy) = match status {
        StatusCode::OK => (Verdict::Ok, ""),
        StatusCode::NOT_FOUND => (Verdict::Warn, "open one: `epupns campaign put --help`"),
        _ => (Verdict::Fail, "see the other checks: the gateway asks registration for it"),
    };
    let mut findings =
        vec![Finding::new(PLACE, "answers", verdict, format!("/v1/campaign says {}", status.as_u16()), remedy)];
    // The header has whole seconds.
    findings.extend(theirs.map(|theirs| clock(PLACE, (theirs - now).as_seconds_f64() + 0.5)));
    Ok(findings)
}

async fn page(client: &Client, base: &str) -> Finding {
    let said = client.get(format!("{base}/")).send().await.map(|answer| answer.status());
    let (verdict, seen) = match said {
        Ok(StatusCode::OK) => (Verdict::Ok, "/ says 200".to_owned()),
        Ok(status) => (Verdict::Fail, format!("/ says {}", status.as_u16())),
        Err(_) => (Verdict::Fail, "/ does not answer".to_owned()),
    };
    Finding::new(
        "portal",
        "pages",
        verdict,
        seen,
        "see that portal runs and that the gateway reaches it; read their logs",
    )
}

async fn version(client: &Client, base: &str) -> Option<Version> {
    let description: Value = client.get(format!("{base}/v1/openapi.json")).send().await.ok()?.json().await.ok()?;
    Some(Version { place: PLACE, version: description["info"]["version"].as_str()?.to_owned() })
}
