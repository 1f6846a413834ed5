#![doc = include_str!("../README.md")]

mod app;
mod arrival;
mod body;
mod browser;
mod catalogue;
mod challenge;
mod client;
mod docs;
mod door;
mod feed_keys;
mod headers;
mod http;
mod idempotency;
mod limits;
mod own_page;
mod path_id;
mod portal;
mod problem;
mod proxy;
mod query;
mod session;
mod settings;
mod statistics;
mod text;
mod upstream;

use std::sync::Arc;

use anyhow::Context as _;
use chassis::{
    ambient::Clock,
    grpc::{connect, outgoing},
    ops,
    program::{Program, Running},
    settings::ProcessSettings,
};
use proto::identity::v1::ListSigningKeysRequest;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use self::{
    app::{App, Upstreams},
    door::serve,
    http::{openapi, router},
    settings::Settings,
};

/// The program.
pub struct Gateway;

impl Program for Gateway {
    type Settings = Settings;
    const NAME: &'static str = "gateway";
    const ABOUT: &'static str =
        "The public door of e-PUPNS: the HTTP API, its reference page, and the way to the portal";

    fn process(settings: &Settings) -> &ProcessSettings {
        &settings.process
    }

    async fn serve(settings: Settings, running: Running) -> anyhow::Result<()> {
        let upstreams = Upstreams {
            identity: connect(&settings.identity_address, "identity", &settings.tls)?,
            registration: connect(&settings.registration_address, "registration", &settings.tls)?,
            verification: connect(&settings.verification_address, "verification", &settings.tls)?,
            helpdesk: connect(&settings.helpdesk_address, "helpdesk", &settings.tls)?,
            reporting: connect(&settings.reporting_address, "reporting", &settings.tls)?,
        };
        let app = App::new(&settings, upstreams.clone(), Clock::system())?;
        let listener = tokio::net::TcpListener::bind(settings.listen).await;
        let listener = listener.with_context(|| format!("listening on {}", settings.listen))?;
        let (tasks, closed) = (TaskTracker::new(), CancellationToken::new());
        let ready = ready(app.clone());
        let ops = ops::serve(settings.process.ops_listen, running.metrics, ready, running.stop.clone(), closed.clone());
        #[expect(clippy::disallowed_methods, reason = "the stop waits for it below, after everything else")]
        let ops = tokio::spawn(ops);
        let after_door = CancellationToken::new();
        app.follow(upstreams.identity, &tasks, &after_door);
        tracing::info!(listen = %settings.listen, "serving");
        let served = door::serve(listener, router(app), settings.connections, running.stop.clone()).await;
        running.stop.cancel();
        after_door.cancel();
        tasks.close();
        tasks.wait().await;
        closed.cancel();
        ops.await??;
        served
    }
}

/// Ready when people can be let in: keys known, and identity there to ask.
fn ready(app: Arc<App>) -> ops::ReadyFn {
    Arc::new(move || {
        let app = app.clone();
        Box::pin(async move {
            if !app.keys.is_loaded() {
                return Err("signing keys not loaded".to_owned());
            }
            let asked = app.identity.clone().list_signing_keys(outgoing(ListSigningKeysRequest {})).await;
            asked.map(|_| ()).map_err(|_| "identity away".to_owned())
        })
    })
}
