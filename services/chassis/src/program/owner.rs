//! An owner of data, served: database, outbox, relay, listener, keys, gRPC door, operators' port.

use std::{future::Future, sync::Arc, time::Duration};

use clap::Args;
use proto::identity::v1::{ListSigningKeysRequest, identity_service_client::IdentityServiceClient};
use sqlx::migrate::Migrator;
use time::Duration as Span;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tonic::service::Routes;
use tracing::{info, warn};
use uuid::Uuid;

use super::{Program, Running, observe, vital::Vital};
use crate::{
    ambient::{Clock, new_id},
    audit,
    db::{Db, Tx},
    events::{Listener, Outbox, Relay, keep_partitions, listen, nats, observe_stream, prune, relay},
    grpc::{Door, Gate, Operations, Permissions, Upstream, ask, outgoing},
    jobs::Holder,
    migrations, ops,
    passport::KeySet,
    settings::{OwnerSettings, ProcessSettings},
    tls,
};

const KEYS_EVERY: Duration = Duration::from_secs(30);
const KEYS_AGAIN: Duration = Duration::from_millis(250);
const DAYS_EVERY: Duration = Duration::from_secs(6 * 3600);
const DAYS_AGAIN: Duration = Duration::from_secs(60);

/// A program that owns data: what it puts together, and the chassis serves.
pub trait Owns {
    /// Its flags.
    type Settings: Args + Send + Sync;
    /// Its name: schema, certificate, NATS user.
    const SCHEMA: &'static str;
    /// What it is, for `--help`.
    const ABOUT: &'static str;

    /// Its own migrations: readiness waits for them.
    fn migrations() -> &'static Migrator;

    /// The part of its flags that every owner has.
    fn owner(settings: &Self::Settings) -> &OwnerSettings;

    /// Puts use cases, jobs and doors together; nothing is served yet. Jobs are spawned among the owner's tasks, and end at `stop`.
    fn mount(
        settings: Self::Settings,
        owner: &Owner,
        stop: CancellationToken,
    ) -> impl Future<Output = anyhow::Result<Serving>> + Send;
}

impl<O: Owns> Program for O {
    type Settings = O::Settings;
    const NAME: &'static str = O::SCHEMA;
    const ABOUT: &'static str = O::ABOUT;

    fn migrations() -> Option<&'static Migrator> {
        Some(<O as Owns>::migrations())
    }

    fn process(settings: &Self::Settings) -> &ProcessSettings {
        &O::owner(settings).process
    }

    async fn serve(settings: Self::Settings, running: Running) -> anyhow::Result<()> {
        let owner = Owner::new(O::SCHEMA, O::owner(&settings).clone())?;
        let serving = O::mount(settings, &owner, running.stop.clone()).await?;
        owner.serve(serving, <O as Owns>::migrations(), running).await
    }
}

/// What an owner of data is made of before it is served.
pub struct Owner {
    /// Schema, certificate, NATS user.
    pub name: &'static str,
    /// The pool.
    pub db: Db,
    /// Where use cases tell.
    pub outbox: Outbox,
    /// Time.
    pub clock: Clock,
    /// Identity's public keys.
    pub keys: Arc<KeySet>,
    /// Tells this process's leases from another's.
    holder: Uuid,
    /// What runs beside the door; waited for at the stop.
    pub tasks: TaskTracker,
    settings: OwnerSettings,
}

/// What the service adds.
pub struct Serving {
    /// Its gRPC services.
    pub routes: Routes,
    /// Its permission rows, service by service.
    pub permissions: &'static [Permissions],
    /// What it hears.
    pub listener: Listener,
}

impl Owner {
    /// Opens the pool (lazily) and the outbox.
    fn new(name: &'static str, settings: OwnerSettings) -> anyhow::Result<Self> {
        let clock = Clock::system();
        Ok(Self {
            name,
            db: Db::connect(&settings.database_url, settings.database_connections)?,
            outbox: Outbox::new(name, clock.clone()),
            keys: Arc::default(),
            holder: new_id(&clock),
            tasks: TaskTracker::new(),
            clock,
            settings,
        })
    }

    /// For its jobs.
    #[must_use]
    pub fn holder(&self) -> Holder {
        Holder { db: self.db.clone(), schema: self.name, id: self.holder }
    }

    /// Keeps identity's keys fresh from its door; for everyone but identity itself.
    pub fn follow_keys(&self, identity: Upstream, stop: CancellationToken) {
        self.tasks.spawn(follow_keys(identity, self.keys.clone(), stop));
    }

    /// Serves until the process stops, then drains: door first, then relay and listener, the operators' port last. It fails when
    /// a port is taken, a file missing, NATS' address malformed.
    async fn serve(self, serving: Serving, migrations: &'static Migrator, running: Running) -> anyhow::Result<()> {
        let Self { name, db, outbox, clock, keys, holder, tasks, settings } = self;
        let stop = running.stop.clone();
        let closed = CancellationToken::new();
        let door = Door::bind(settings.listen).await?;
        let ready = ready(name, db.clone(), keys.clone(), migrations::versions(migrations));
        let ops = ops::serve(settings.process.ops_listen, running.metrics, ready, stop.clone(), closed.clone());
        #[expect(clippy::disallowed_methods, reason = "the stop waits for it below, after everything else")]
        let ops = tokio::spawn(ops);
        let stream = nats::connect(&settings.nats_url, &settings.nats_nkey_file, name).await?;
        let after_door = CancellationToken::new();
        let relaying = Relay {
            db: db.clone(),
            stream: stream.clone(),
            outbox,
            holder,
            monitor_url: settings.nats_monitor_url.clone(),
            require_durable: settings.nats_require_durable,
        };
        let vital = Vital::new(stop.clone());
        tasks.spawn(vital.keep("relay", relay(relaying, after_door.clone())));
        tasks.spawn(observe::pool(db.clone(), after_door.clone()));
        tasks.spawn(observe::schema(db.clone(), name, after_door.clone()));
        if let Some(url) = settings.nats_monitor_url.clone() {
            tasks.spawn(observe_stream(url, after_door.clone()));
        }
        tasks.spawn(vital.keep("sealer", audit::seal(db.clone(), name, holder, after_door.clone())));
        let listening = listen(db.clone(), stream, name, clock.clone(), serving.listener.clone(), after_door.clone());
        tasks.spawn(vital.keep("listener", listening));
        let kept = Span::days(settings.events_kept_days.into());
        let days = Days { db: db.clone(), schema: name, clock: clock.clone(), holder, kept };
        tasks.spawn(vital.keep("partitions", days.keep(after_door.clone())));
        let rows = [serving.permissions, &[Operations::PERMISSIONS]].concat();
        let gate = Gate::new(name, &rows, keys, clock.clone());
        let ends = (kept, tls::expires_at(&settings.tls)?);
        let operations = Operations::new(name, db.clone(), clock, serving.listener, ends);
        let routes = serving.routes.add_service(operations);
        info!(listen = %door.address()?, "serving");
        let served = door.serve(routes, gate, &settings.tls, stop.clone()).await;
        stop.cancel();
        after_door.cancel();
        tasks.close();
        tasks.wait().await;
        closed.cancel();
        db.close().await;
        ops.await??;
        served?;
        vital.verdict()
    }
}

fn ready(name: &'static str, db: Db, keys: Arc<KeySet>, needed: Vec<i64>) -> ops::ReadyFn {
    let needed = Arc::new(needed);
    Arc::new(move || {
        let (db, keys, needed) = (db.clone(), keys.clone(), needed.clone());
        Box::pin(async move {
            let mut connection = db.read().await.map_err(|_| "database away".to_owned())?;
            let missing = migrations::first_missing(&mut connection, name, &needed).await;
            if let Some(version) = missing.map_err(|_| "schema not migrated".to_owned())? {
                return Err(format!("the schema lacks migration {version}, which this program needs"));
            }
            if keys.is_loaded() { Ok(()) } else { Err("signing keys not loaded".to_owned()) }
        })
    })
}

/// Keeps `keys` as identity's are, until `stop`: what is known stays in use while identity is away.
pub async fn follow_keys(identity: Upstream, keys: Arc<KeySet>, stop: CancellationToken) {
    let mut identity = IdentityServiceClient::new(identity);
    loop {
        let answer = tokio::select! {
            () = stop.cancelled() => return,
            answer = ask(identity.list_signing_keys(outgoing(ListSigningKeysRequest {}))) => answer,
        };
        let pause = match answer {
            Ok(answer) => match keys.replace(&answer.jwks_json) {
                Ok(()) => KEYS_EVERY,
                Err(error) => {
                    warn!(error = format!("{error:#}"), "identity's keys are not readable");
                    KEYS_EVERY
                }
            },
            // The keys known so far stay in use.
            Err(_) if keys.is_loaded() => KEYS_EVERY,
            Err(_) => KEYS_AGAIN,
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// The days of the outbox: those to come are made, those long past are forgotten.
struct Days {
    db: Db,
    schema: &'static str,
    clock: Clock,
    holder: Uuid,
    kept: Span,
}

impl Days {
    async fn keep(self, stop: CancellationToken) {
        loop {
            let pause = match self.pass(&stop).await {
                Ok(()) => DAYS_EVERY,
                Err(error) => {
                    warn!(%error, "outbox days not kept; days without one share a default, those of the past stay");
                    DAYS_AGAIN
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    async fn pass(&self, stop: &CancellationToken) -> Result<(), sqlx::Error> {
        let (schema, now) = (self.schema, self.clock.now());
        let days = async move |mut tx: Tx| keep_partitions(&mut tx, schema, now.date()).await;
        self.db.write("keep_outbox_days", days).await?;
        prune(&self.db, schema, self.holder, (now, self.kept), stop).await?;
        Ok(())
    }
}
