//! NATS: whether the streams are there, survive a power cut, and are read.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use async_nats::jetstream::{consumer::Info, context::ConsumerInfoError, stream::Stream};
use chassis::events::{STREAM, is_durable};
use kernel::agency_feed;
use operator::nats;

use super::{
    finding::{Finding, Verdict, graded},
    places::Places,
};
use crate::streams::feed;

const PLACE: &str = "nats";
/// Events that a listener has before it. At a surge some hundred are usual; ten thousand are minutes.
const PENDING: (u64, u64) = (1_000, 10_000);

/// Events that a listener has before it while it hears none: one or two may have been given to a process that was killed, for as
/// long as their acknowledgement may take.
const DEAF: (u64, u64) = (1, 100);
/// For how long it is looked whether anything is heard.
const LOOKS: Duration = Duration::from_secs(3);

/// Looks at both streams and every service's consumer.
pub(super) async fn look(places: &Places) -> Vec<Finding> {
    let internal = stream(&places.nats_url, &places.nats_nkey_file, nats::PROVISIONER, STREAM);
    let feed = stream(&places.nats_url, &places.nats_agencies_nkey_file, feed::PROVISIONER, agency_feed::STREAM);
    let (internal, feed, durable) = tokio::join!(internal, feed, durable(places.nats_monitor_url.as_deref()));
    let mut findings = vec![durable];
    match internal {
        Ok(found) => {
            findings.push(there(STREAM, &found));
            for (name, _) in places.owners() {
                findings.push(consumer(&found, name).await);
            }
        }
        Err(error) => findings.push(Finding::failed(PLACE, "stream", &error)),
    }
    findings.push(match feed {
        Ok(found) => there(agency_feed::STREAM, &found),
        Err(error) => Finding::failed(PLACE, "stream", &error),
    });
    findings
}

async fn stream(url: &str, nkey_file: &Path, user: &str, name: &str) -> anyhow::Result<Stream> {
    let context = nats::connect(url, nkey_file, user).await?;
    let found = context.get_stream(name).await;
    found.with_context(|| format!("no stream {name}\nremedy: `epupns streams provision` makes it"))
}

fn there(name: &str, found: &Stream) -> Finding {
    let state = &found.cached_info().state;
    let seen = format!("{name} has {} events, {} MiB", state.messages, state.bytes / (1 << 20));
    Finding::new(PLACE, "stream", Verdict::Ok, seen, "")
}

/// What a service still has to hear, and whether it hears anything at all.
async fn consumer(stream: &Stream, name: &str) -> Finding {
    match heard_within(stream, name).await {
        Ok((waiting, is_deaf)) => {
            let remedy = format!(
                "look again in a minute: fewer is fine; if not, read {name}'s log of its listener, and see that it runs"
            );
            if is_deaf {
                let seen = format!("{waiting} events to hear, and none was heard in {LOOKS:?}");
                return Finding::new(name, "hears", graded(waiting, DEAF.0, DEAF.1), seen, &remedy);
            }
            let verdict = graded(waiting, PENDING.0, PENDING.1);
            Finding::new(name, "hears", verdict, format!("{waiting} events to hear"), &remedy)
        }
        Err(error) => {
            let error = anyhow::Error::from(error)
                .context(format!("no consumer {name}\nremedy: `epupns streams provision` makes it"));
            Finding::failed(name, "hears", &error)
        }
    }
}

/// How much waits, and whether nothing was acknowledged while it was looked at. What waits for a forerunner or for its listener comes
/// again and is answered within that time, so a silence is no patience.
async fn heard_within(stream: &Stream, name: &str) -> Result<(u64, bool), ConsumerInfoError> {
    let before = stream.consumer_info(name).await?;
    let waiting = |info: &Info| info.num_pending + info.num_ack_pending as u64;
    if waiting(&before) == 0 {
        return Ok((0, false));
    }
    tokio::time::sleep(LOOKS).await;
    let after = stream.consumer_info(name).await?;
    let moved = |info: &Info| (info.ack_floor.consumer_sequence, info.delivered.consumer_sequence);
    Ok((waiting(&after), waiting(&after) >= waiting(&before) && moved(&after) == moved(&before)))
}

async fn durable(monitor_url: Option<&str>) -> Finding {
    const REMEDY: &str = "set `sync_interval: always` in its jetstream section (deploy/nats/nats.conf), and restart it";
    let Some(url) = monitor_url else {
        let seen = "not known whether events survive a power cut".to_owned();
        return Finding::new(
            PLACE,
            "durable",
            Verdict::Warn,
            seen,
            "set EPUPNS_NATS_MONITOR_URL, e.g. http://nats:8222",
        );
    };
    match is_durable(url).await {
        Ok(true) => Finding::new(PLACE, "durable", Verdict::Ok, "writes what it acknowledges".to_owned(), REMEDY),
        Ok(false) => Finding::new(PLACE, "durable", Verdict::Fail, "may lose what it acknowledged".to_owned(), REMEDY),
        Err(error) => Finding::failed(
            PLACE,
            "durable",
            &error
                .context(format!("{url} does not answer\nremedy: see that NATS runs, with its monitoring port there")),
        ),
    }
}
