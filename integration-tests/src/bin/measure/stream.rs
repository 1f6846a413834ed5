//! JetStream alone: as many messages of the same size, published in a window, then pulled and acknowledged.

use std::{collections::VecDeque, time::Instant};

use async_nats::jetstream::{self, consumer::pull, context::PublishAckFuture, stream};
use futures::StreamExt as _;
use integration_tests::BareNats;

/// As the relay has on the way.
const WINDOW: usize = 256;
/// As the services' durables pull.
const BATCH: usize = 500;

/// Messages a second.
pub(crate) struct Rates {
    pub(crate) published: f64,
    pub(crate) pulled: f64,
}

/// Publishes and pulls messages of this size.
pub(crate) async fn rates(nats: &BareNats, messages: u32, size: usize) -> Rates {
    let context = jetstream::new(async_nats::connect(&nats.url).await.unwrap());
    let config = stream::Config {
        name: "MEASURE".to_owned(),
        subjects: vec!["measure.>".to_owned()],
        storage: stream::StorageType::File,
        duplicate_window: std::time::Duration::from_secs(600),
        ..stream::Config::default()
    };
    let stream = context.create_stream(config).await.unwrap();
    let began = Instant::now();
    let mut window: VecDeque<PublishAckFuture> = VecDeque::with_capacity(WINDOW);
    for number in 0..messages {
        if window.len() == WINDOW
            && let Some(oldest) = window.pop_front()
        {
            oldest.await.unwrap();
        }
        let mut headers = async_nats::HeaderMap::new();
        headers.insert(async_nats::header::NATS_MESSAGE_ID, number.to_string());
        let subject = format!("measure.{}", number % 1000);
        window.push_back(context.publish_with_headers(subject, headers, vec![b'x'; size].into()).await.unwrap());
    }
    for waiting in window {
        waiting.await.unwrap();
    }
    let published = f64::from(messages) / began.elapsed().as_secs_f64();
    let config = pull::Config { durable_name: Some("measure".to_owned()), ..pull::Config::default() };
    let consumer = stream.create_consumer(config).await.unwrap();
    let began = Instant::now();
    let mut left = consumer.stream().max_messages_per_batch(BATCH).messages().await.unwrap().take(messages as usize);
    while let Some(message) = left.next().await {
        message.unwrap().ack().await.unwrap();
    }
    let pulled = f64::from(messages) / began.elapsed().as_secs_f64();
    context.delete_stream("MEASURE").await.unwrap();
    Rates { published, pulled }
}
