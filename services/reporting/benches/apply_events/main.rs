//! How many events a second the listener applies, beside what the stream alone gives when each message is pulled and
//! acknowledged, and how far behind the projections are under a steady load. Prints; judges nothing.
//!
//! `EPUPNS_TEST_SERVERS=... cargo bench -p reporting -- [people]`
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on says so by stopping")]

mod story;

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use async_nats::{
    ConnectOptions, HeaderMap,
    jetstream::{
        self,
        consumer::{AckPolicy, DeliverPolicy, PullConsumer, pull},
        context::PublishAckFuture,
        stream,
    },
};
use chassis::{
    ambient::Clock,
    db::Db,
    events::{Heard, Listener, STREAM, SUBJECT_PREFIX, listen, nats},
    vault::MasterKey,
};
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture};
use reporting::{
    SCHEMA,
    app::{App, feed::Feed, ports::AgencyStream},
    clients::history::StreamHistory,
    domain::feed_signature::FeedKey,
    hears,
};
use stack::{FreshDatabase, PROVISIONER, Program, ServersFile, fresh_database};
use time::format_description::well_known::Rfc3339;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// What the operator's command line gives the durable.
const HELD_AT_MOST: i64 = 1000;
/// Longer than any run that is worth waiting for.
const AT_MOST: Duration = Duration::from_secs(30);
/// Events a second of the steady load, and for how long.
const PACE: u32 = 150;
const PACED_FOR: Duration = Duration::from_secs(10);
const WINDOW: usize = 256;

/// A private key in the shortest PKCS#8 form, of 32 bytes `!`.
const FEED_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEICEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEh
-----END PRIVATE KEY-----
";

/// Nobody takes the feed.
struct Nobody;

impl AgencyStream for Nobody {
    fn publish<'a>(&'a self, _: String, _: Uuid, _: &'a str) -> BoxFuture<'a, anyhow::Result<()>> {
        async { Ok(()) }.boxed()
    }
}

#[tokio::main]
async fn main() {
    let people = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(2000);
    let bench = Bench::new().await;
    let start = bench.next_sequence().await;
    let told = story::of(people, 0);
    bench.publish(&told, None).await;
    let total = told.len() as u64;
    let before = bench.pull(start, total).await;
    let (_dropped, alone) = bench.app("reporting_bench_alone").await;
    let alone = bench.apply(&alone, one_by_one(alone.clone()), start, total).await;
    let (_kept, app) = bench.app("reporting_bench").await;
    let batches = bench.apply(&app, hears::listener(app.clone()), start, total).await;
    let after = bench.pull(start, total).await;
    let pulled = f64::midpoint(before, after);
    println!("{total} events");
    println!("pulled with ack  {pulled:>8.0}/s ({before:.0} before, {after:.0} after)");
    for (how, rate) in [("one by one", alone), ("in batches", batches)] {
        println!("applied {how} {rate:>6.0}/s = {:.3}", rate / pulled);
    }
    let mut behind = bench.follow(&app, people).await;
    behind.sort_unstable();
    let at = |share: f64| behind[((behind.len() - 1) as f64 * share) as usize];
    println!("behind at {PACE}/s  p50 {:?}, p99 {:?}", at(0.5), at(0.99));
}

/// The same effects with a transaction for each event.
fn one_by_one(app: App) -> Listener {
    Listener::new(move |connection, event| {
        let app = app.clone();
        async move { hears::hear(&app, connection, &[event]).await }.boxed()
    })
}

struct Bench {
    servers: ServersFile,
    provisioner: jetstream::Context,
    own: jetstream::Context,
}

impl Bench {
    async fn new() -> Self {
        let servers = ServersFile::from_env().expect("servers: `stack servers`, then name its file");
        let provisioner = connected(&servers, PROVISIONER).await;
        let config = stream::Config {
            name: STREAM.to_owned(),
            subjects: vec![format!("{SUBJECT_PREFIX}.>")],
            ..stream::Config::default()
        };
        provisioner.get_or_create_stream(config).await.unwrap();
        let seed = servers.secrets().unwrap().nkey_seed(SCHEMA).unwrap();
        let own = nats::connect(&servers.nats_url, &seed, SCHEMA).await.unwrap();
        Self { servers, provisioner, own }
    }

    /// A service that has heard nothing.
    async fn app(&self, name: &str) -> (FreshDatabase, App) {
        let database = fresh_database(&self.servers, name).await.unwrap();
        let app = App {
            db: Db::connect(&database.app_url(Program::Reporting).unwrap(), 8).unwrap(),
            clock: Clock::system(),
            master_key: MasterKey::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap(),
            history: Arc::new(StreamHistory::new(self.own.clone())),
            feed: Feed::new(FeedKey::from_pem(FEED_KEY, &[]).unwrap(), Arc::new(Nobody)),
        };
        (database, app)
    }

    async fn next_sequence(&self) -> u64 {
        self.provisioner.get_stream(STREAM).await.unwrap().cached_info().state.last_sequence + 1
    }

    /// As the relays of the publishers do; evenly when there is a pace.
    async fn publish(&self, events: &[Heard], pace: Option<u32>) {
        let registration = connected(&self.servers, "registration").await;
        let verification = connected(&self.servers, "verification").await;
        let clock = Clock::system();
        let began = Instant::now();
        let mut window: VecDeque<PublishAckFuture> = VecDeque::with_capacity(WINDOW);
        for (number, event) in (0_u32..).zip(events) {
            if let Some(pace) = pace {
                tokio::time::sleep_until((began + Duration::from_secs(1) * number / pace).into()).await;
            }
            if window.len() == WINDOW {
                window.pop_front().unwrap().await.unwrap();
            }
            let by = if event.message_name.contains(".verification.") { &verification } else { &registration };
            let at = if pace.is_some() { clock.now() } else { event.occurred_at };
            let mut headers = HeaderMap::new();
            headers.insert("ce-id", event.event_id.to_string());
            headers.insert("ce-type", event.message_name.as_str());
            headers.insert("ce-time", at.format(&Rfc3339).unwrap());
            if let Some(aggregate) = event.aggregate {
                headers.insert("ce-aggregateid", aggregate.id.to_string());
                headers.insert("ce-aggregateversion", aggregate.version.to_string());
            }
            let subject = format!("{SUBJECT_PREFIX}.{}.{}", event.message_name, event.event_id);
            window.push_back(by.publish_with_headers(subject, headers, event.payload.clone().into()).await.unwrap());
        }
        for waiting in window {
            waiting.await.unwrap();
        }
    }

    /// The service's durable, at an event of the stream.
    async fn durable(&self, start_sequence: u64) {
        self.provisioner.delete_consumer_from_stream(SCHEMA, STREAM).await.ok();
        let config = pull::Config {
            durable_name: Some(SCHEMA.to_owned()),
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence },
            ack_policy: AckPolicy::Explicit,
            ack_wait: Duration::from_secs(30),
            max_ack_pending: HELD_AT_MOST,
            filter_subjects: ["registration", "verification"]
                .map(|publisher| format!("{SUBJECT_PREFIX}.epupns.{publisher}.v1.>"))
                .to_vec(),
            ..pull::Config::default()
        };
        self.provisioner.create_consumer_on_stream(config, STREAM).await.unwrap();
    }

    /// Messages a second that are only pulled and acknowledged.
    async fn pull(&self, start: u64, total: u64) -> f64 {
        self.durable(start).await;
        let durable: PullConsumer = self.own.get_consumer_from_stream(SCHEMA, STREAM).await.unwrap();
        let (began, mut pulled) = (Instant::now(), 0_u64);
        while pulled < total {
            let mut batch = durable.fetch().max_messages(500).expires(Duration::from_secs(5)).messages().await.unwrap();
            while let Some(message) = batch.next().await {
                message.unwrap().ack().await.unwrap();
                pulled += 1;
            }
        }
        total as f64 / began.elapsed().as_secs_f64()
    }

    /// Lets the service listen until it has applied everything or it is not worth waiting any longer: events a second.
    async fn apply(&self, app: &App, listener: Listener, start: u64, total: u64) -> f64 {
        self.durable(start).await;
        let (listening, stop) = self.listening(app, listener);
        let began = Instant::now();
        let mut applied = 0;
        while applied < total && began.elapsed() < AT_MOST {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let mut connection = app.db.read().await.unwrap();
            let sql = "select coalesce(sum(events), 0)::bigint from reporting.fact_heard";
            let heard: i64 = sqlx::query_scalar(sql).fetch_one(&mut *connection).await.unwrap();
            applied = u64::try_from(heard).unwrap();
        }
        let rate = applied as f64 / began.elapsed().as_secs_f64();
        stop.cancel();
        listening.await.unwrap();
        rate
    }

    /// Listens under a steady load: again and again how long ago the newest applied event happened.
    async fn follow(&self, app: &App, people: u32) -> Vec<Duration> {
        self.durable(self.next_sequence().await).await;
        let (listening, stop) = self.listening(app, hears::listener(app.clone()));
        let more = story::of(PACE * PACED_FOR.as_secs() as u32 / story::EVENTS_EACH, people);
        let publishing = self.publish(&more, Some(PACE));
        let looking = async {
            let began = Instant::now();
            let mut behind: Vec<Duration> = Vec::new();
            while began.elapsed() < PACED_FOR {
                tokio::time::sleep(Duration::from_millis(10)).await;
                let mut connection = app.db.read().await.unwrap();
                let as_of = reporting::store::fact_projection::as_of(&mut connection).await.unwrap();
                if let Some(as_of) = as_of.filter(|_| began.elapsed() > Duration::from_secs(1)) {
                    behind.push(Duration::try_from(app.clock.now() - as_of).unwrap_or_default());
                }
            }
            behind
        };
        let ((), behind) = tokio::join!(publishing, looking);
        stop.cancel();
        listening.await.unwrap();
        // Whoever uses these servers next is not to hear of it.
        self.provisioner.delete_consumer_from_stream(SCHEMA, STREAM).await.unwrap();
        self.provisioner.get_stream(STREAM).await.unwrap().purge().await.unwrap();
        behind
    }

    fn listening(&self, app: &App, listener: Listener) -> (tokio::task::JoinHandle<()>, CancellationToken) {
        let stop = CancellationToken::new();
        let (db, clock) = (app.db.clone(), app.clock.clone());
        (tokio::spawn(listen(db, self.own.clone(), SCHEMA, clock, listener, stop.clone())), stop)
    }
}

/// A connection as one of NATS' users.
async fn connected(servers: &ServersFile, user: &str) -> jetstream::Context {
    let seed = servers.secrets().unwrap().nkey_seed(user).unwrap();
    let seed = std::fs::read_to_string(seed).unwrap().trim().to_owned();
    let options = ConnectOptions::with_nkey(seed).custom_inbox_prefix(format!("_INBOX.{user}"));
    jetstream::new(options.connect(&servers.nats_url).await.expect("a known user of NATS"))
}
