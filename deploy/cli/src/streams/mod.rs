//! What stands in NATS: the stream of events between services, and the one for agencies.

pub(crate) mod feed;
pub(crate) mod internal;

use std::time::Duration;

use async_nats::jetstream::stream;

/// How long a stream knows a message again.
const DUPLICATES_WITHIN: Duration = Duration::from_secs(600);

/// A stream of everything below one prefix, which forgets nothing.
fn stream_config(name: &str, prefix: &str, replicas: u8) -> stream::Config {
    stream::Config {
        name: name.to_owned(),
        subjects: vec![format!("{prefix}.>")],
        storage: stream::StorageType::File,
        retention: stream::RetentionPolicy::Limits,
        // An unpublished row of an outbox is published again after a crash: within this window it is the same message.
        duplicate_window: DUPLICATES_WITHIN,
        num_replicas: usize::from(replicas),
        ..stream::Config::default()
    }
}
