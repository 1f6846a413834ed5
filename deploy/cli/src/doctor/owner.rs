//! An owner of data, asked what it says of itself.

use chassis::{
    ambient::Clock,
    grpc::{ask, outgoing},
    reason::reason_of,
    settings::TlsSettings,
    wire::instant,
};
use proto::operations::v1::{DescribeRequest, DescribeResponse, operations_service_client::OperationsServiceClient};
use time::{Duration as Span, OffsetDateTime};
use tonic::Status;

use super::{
    certificate,
    finding::{Finding, Verdict, graded},
    version::Version,
};
use operator::{explain, open};

/// Seconds. A passport lives for 60 s: clocks further apart than half of it refuse people.
const CLOCK: (f64, f64) = (2.0, 30.0);
/// Seconds. An event is with its listeners within one, and officers see what happened within five.
const OUTBOX: (u64, u64) = (30, 300);

/// For how long what was set aside is told as a warning.
const NEWS: Span = Span::days(7);

/// Looks at one; also tells its version, if it answers.
pub(super) async fn look(name: &'static str, address: &str, tls: &TlsSettings) -> (Vec<Finding>, Option<Version>) {
    match describe(name, address, tls).await {
        Ok((answer, now)) => {
            let version = Version { place: name, version: answer.version.clone() };
            (judge(name, &answer, now), Some(version))
        }
        Err(error) => (vec![Finding::failed(name, "answers", &error)], None),
    }
}

async fn describe(
    name: &'static str,
    address: &str,
    tls: &TlsSettings,
) -> anyhow::Result<(DescribeResponse, OffsetDateTime)> {
    let mut client = OperationsServiceClient::new(open(address, name, tls)?);
    let began = Clock::system().now();
    let answer = ask(client.describe(outgoing(DescribeRequest {}))).await;
    let answer = answer.map_err(|status| told(name, &status))?;
    // Half of the way there and back: what its clock should have said.
    let ended = Clock::system().now();
    Ok((answer, began + (ended - began) / 2))
}

/// It looks into its database for its answer, and needs nothing else.
fn told(name: &str, status: &Status) -> anyhow::Error {
    if reason_of(status).as_deref() == Some("UNAVAILABLE") {
        return anyhow::anyhow!(
            "{name} runs, and its database is away\nremedy: see that PostgreSQL runs and takes connections where {name}'s \
             EPUPNS_DATABASE_URL says; {name}'s log has the cause. It goes on by itself then"
        );
    }
    explain(name, status)
}

fn judge(name: &str, answer: &DescribeResponse, now: OffsetDateTime) -> Vec<Finding> {
    let DescribeResponse {
        version, schema_version, outbox_unpublished, outbox_oldest_age_seconds, parked_events, ..
    } = answer;
    let mut findings =
        vec![Finding::new(name, "answers", Verdict::Ok, format!("version {version}, schema {schema_version}"), "")];
    if let Some(ends) = answer.certificate_expires_at.as_ref().and_then(instant) {
        findings.push(certificate::of_service(name, ends));
    }
    if let Some(theirs) = answer.now.as_ref().and_then(instant) {
        findings.push(clock(name, (theirs - now).as_seconds_f64()));
    }
    findings.push(Finding::new(
        name,
        "outbox",
        graded(*outbox_oldest_age_seconds, OUTBOX.0, OUTBOX.1),
        format!("{outbox_unpublished} events not published, the oldest {outbox_oldest_age_seconds} s old"),
        &format!(
            "see the checks of nats below; then `{name}`'s log of its relay. Nothing is lost: they go out by themselves"
        ),
    ));
    findings.push(Finding::new(
        name,
        "parked",
        graded(*parked_events, 1, 1),
        format!("{parked_events} events parked"),
        &format!(
            "`epupns parked list --service {name}` says why; remove the cause, then `epupns parked replay --service {name} EVENT_ID`; \
             `epupns parked discard --service {name}` says which of them nobody has written"
        ),
    ));
    findings.push(set_aside(name, answer, now));
    findings
}

/// What was set aside is news for as long as nobody can have looked; after that it is history.
fn set_aside(name: &str, answer: &DescribeResponse, now: OffsetDateTime) -> Finding {
    let events = answer.events_set_aside;
    let mut seen = format!("{events} messages of the stream are not what they say; none of them had an effect");
    let latest = answer.latest_set_aside_at.as_ref().and_then(instant);
    if let Some(latest) = latest {
        let day = latest.date();
        seen += &format!("; the latest came on {day}");
    }
    let is_news = events > 0 && latest.is_none_or(|latest| now - latest < NEWS);
    Finding::new(
        name,
        "set aside",
        if is_news { Verdict::Warn } else { Verdict::Ok },
        seen,
        &format!(
            "`epupns parked list --service {name}` says whose subject they came on: look for who has that service's key, and give it a new one"
        ),
    )
}

/// Somebody's clock beside ours.
pub(super) fn clock(name: &str, ahead: f64) -> Finding {
    let seen = format!("{ahead:+.1} s beside this machine's");
    let remedy = "see that time is synchronised on both machines: `chronyc tracking`";
    Finding::new(name, "clock", graded(ahead.abs(), CLOCK.0, CLOCK.1), seen, remedy)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chassis::wire::timestamp;

    use super::*;

    fn verdicts(answer: &DescribeResponse) -> Vec<(&'static str, Verdict)> {
        let findings = judge("identity", answer, OffsetDateTime::UNIX_EPOCH);
        findings.iter().map(|finding| (finding.check, finding.verdict)).collect()
    }

    #[test]
    fn what_hurts_is_told_from_what_does_not() {
        let now = Some(timestamp(OffsetDateTime::UNIX_EPOCH));
        let healthy = DescribeResponse { now, outbox_unpublished: 3, ..DescribeResponse::default() };
        assert!(verdicts(&healthy).iter().all(|(_, verdict)| *verdict == Verdict::Ok));
        let ill = DescribeResponse {
            now: Some(timestamp(OffsetDateTime::UNIX_EPOCH - Duration::from_secs(40))),
            outbox_oldest_age_seconds: 31,
            parked_events: 1,
            events_set_aside: 27,
            ..DescribeResponse::default()
        };
        let looked_at = DescribeResponse {
            latest_set_aside_at: Some(timestamp(OffsetDateTime::UNIX_EPOCH - NEWS)),
            events_set_aside: 27,
            ..healthy
        };
        assert!(verdicts(&looked_at).iter().all(|(_, verdict)| *verdict == Verdict::Ok), "a week is enough");
        assert_eq!(
            verdicts(&ill),
            [
                ("answers", Verdict::Ok),
                ("clock", Verdict::Fail),
                ("outbox", Verdict::Warn),
                ("parked", Verdict::Fail),
                ("set aside", Verdict::Warn),
            ]
        );
    }
}
