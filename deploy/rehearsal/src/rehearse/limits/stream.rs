//! JetStream alone: messages as large as ours, published in a window so that acknowledgements share the fsync, with the ids
//! by which the stream knows a message again.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use async_nats::{
    ConnectOptions,
    jetstream::{self, context::PublishAckFuture, stream},
};

/// Messages on the way at once.
const WINDOW: usize = 256;
const SIZE: usize = 500;

/// Messages acknowledged a second. The scratch stream goes away whatever happens in between.
pub(super) async fn messages_per_second(url: &str, run: &str, lasts: Duration) -> anyhow::Result<f64> {
    let remedy = "remedy: name a NATS with JetStream in which you may make a stream, e.g. nats://127.0.0.1:4222";
    let options = ConnectOptions::new().name("epupns rehearse").connection_timeout(Duration::from_secs(5));
    let client = options.connect(url).await.with_context(|| format!("connecting to the bare NATS\n{remedy}"))?;
    let context = jetstream::new(client);
    let (name, subject) = (format!("REHEARSAL_{run}"), format!("epupns.rehearsal.{run}"));
    let config = stream::Config {
        name: name.clone(),
        subjects: vec![format!("{subject}.>")],
        storage: stream::StorageType::File,
        duplicate_window: Duration::from_secs(600),
        ..stream::Config::default()
    };
    context.create_stream(config).await.with_context(|| format!("making the scratch stream\n{remedy}"))?;
    let measured = measure(&context, &subject, lasts).await;
    let deleted = context.delete_stream(&name).await;
    deleted.with_context(|| format!("deleting the stream {name}\nremedy: delete it by hand"))?;
    measured.context("measuring bare messages")
}

async fn measure(context: &jetstream::Context, subject: &str, lasts: Duration) -> anyhow::Result<f64> {
    let payload = vec![b'x'; SIZE];
    let (began, mut acknowledged, mut sent) = (Instant::now(), 0_u32, 0_u64);
    let mut window: std::collections::VecDeque<PublishAckFuture> = std::collections::VecDeque::with_capacity(WINDOW);
    while began.elapsed() < lasts {
        if window.len() == WINDOW
            && let Some(oldest) = window.pop_front()
        {
            oldest.await?;
            acknowledged += 1;
        }
        sent += 1;
        let mut headers = async_nats::HeaderMap::new();
        headers.insert(async_nats::header::NATS_MESSAGE_ID, sent.to_string());
        let publishing =
            context.publish_with_headers(format!("{subject}.{}", sent % 1000), headers, payload.clone().into());
        window.push_back(publishing.await?);
    }
    for waiting in window {
        waiting.await?;
        acknowledged += 1;
    }
    Ok(f64::from(acknowledged) / began.elapsed().as_secs_f64())
}
