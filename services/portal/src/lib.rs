#![doc = include_str!("../README.md")]

mod app;
mod arrival;
mod assets;
mod challenge;
mod dates;
mod door;
#[cfg(test)]
mod every_page;
mod form;
mod language;
mod numbers;
mod page;
mod pages;
mod recognition;
mod refused;
mod routes;
#[cfg(test)]
mod samples;
mod settings;
mod shell;
mod text;
mod unknown;
mod visit;

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use chassis::{
    ambient::Clock,
    grpc::connect,
    ops,
    program::{Program, Running, follow_keys},
    redis::Redis,
    settings::ProcessSettings,
    tls,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use self::{
    app::{App, Owners},
    routes::router,
    settings::Settings,
};

/// Counting must not cost more than what it guards.
const COUNTED_WITHIN: Duration = Duration::from_millis(150);

/// The program.
pub struct Portal;

impl Program for Portal {
    type Settings = Settings;
    const NAME: &'static str = "portal";
    const ABOUT: &'static str = "The pages of e-PUPNS, rendered here and served through the gateway";

    fn process(settings: &Settings) -> &ProcessSettings {
        &settings.process
    }

    async fn serve(settings: Settings, running: Running) -> anyhow::Result<()> {
        let identity = connect(&settings.identity_address, "identity", &settings.tls)?;
        let owners = Owners {
            identity: identity.clone(),
            registration: connect(&settings.registration_address, "registration", &settings.tls)?,
            verification: connect(&settings.verification_address, "verification", &settings.tls)?,
            helpdesk: connect(&settings.helpdesk_address, "helpdesk", &settings.tls)?,
            reporting: connect(&settings.reporting_address, "reporting", &settings.tls)?,
        };
        let config = tls::http_server(&settings.tls)?;
        let redis = Redis::connect(&settings.redis_url, COUNTED_WITHIN)?;
        let app = App::new(owners, &settings.form_key()?, redis, Clock::system());
        let listener = tokio::net::TcpListener::bind(settings.listen).await;
        let listener = listener.with_context(|| format!("listening on {}", settings.listen))?;
        let (tasks, closed) = (TaskTracker::new(), CancellationToken::new());
        let ready = ready(app.clone());
        let ops = ops::serve(settings.process.ops_listen, running.metrics, ready, running.stop.clone(), closed.clone());
        #[expect(clippy::disallowed_methods, reason = "the stop waits for it below, after everything else")]
        let ops = tokio::spawn(ops);
        tasks.spawn(follow_keys(identity, app.keys.clone(), running.stop.clone()));
        tracing::info!(listen = %settings.listen, "serving");
        door::serve(listener, router(app), config, running.stop.clone()).await;
        running.stop.cancel();
        tasks.close();
        tasks.wait().await;
        closed.cancel();
        ops.await?
    }
}

/// Ready when signed-in people can be recognised.
fn ready(app: Arc<App>) -> ops::ReadyFn {
    Arc::new(move || {
        let loaded = app.keys.is_loaded();
        Box::pin(async move { if loaded { Ok(()) } else { Err("signing keys not loaded".to_owned()) } })
    })
}
