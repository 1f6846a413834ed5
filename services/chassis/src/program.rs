//! A process from its first line to its last: settings, telemetry, serving, graceful stop.

mod observe;
mod owner;
mod vital;

use std::{future::Future, process::ExitCode, time::Duration};

use clap::{Args, FromArgMatches, Parser, Subcommand};
use sqlx::migrate::Migrator;
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

pub use self::owner::{Owner, Owns, Serving, follow_keys};
use crate::{settings::ProcessSettings, telemetry::Telemetry};

/// How long a stopping process waits for what it has begun.
const DRAIN: Duration = Duration::from_secs(20);

/// One of our programs. Owners of data are this by being [`Owns`].
pub trait Program {
    /// Its flags.
    type Settings: Args + Send;
    /// Its name: schema, certificate, NATS user.
    const NAME: &'static str;
    /// What it is, for `--help`.
    const ABOUT: &'static str;

    /// Its own migrations, if it owns data.
    fn migrations() -> Option<&'static Migrator> {
        None
    }

    /// The part of its flags that every process has.
    fn process(settings: &Self::Settings) -> &ProcessSettings;

    /// Works until `running.stop`.
    fn serve(settings: Self::Settings, running: Running) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// What a running process is handed.
#[derive(Clone)]
pub struct Running {
    /// Renders `/metrics`.
    pub metrics: metrics_exporter_prometheus::PrometheusHandle,
    /// Cancelled by SIGTERM or Ctrl-C: take no new work, finish what is begun.
    pub stop: CancellationToken,
}

#[derive(Parser)]
struct Cli<S: Args> {
    #[command(subcommand)]
    command: Command<S>,
}

#[derive(Subcommand)]
enum Command<S: Args> {
    /// Run the service.
    Serve(S),
    /// Read and check every setting, then exit: 0 when all are good.
    CheckConfig(S),
    /// Bring the schema up to date, as its migrator role; doing it twice does nothing.
    Migrate {
        /// Postgres, as the schema's migrator role.
        #[arg(long, env = "EPUPNS_DATABASE_URL", hide_env_values = true)]
        database_url: String,
    },
}

/// The whole of a `main`.
#[must_use]
pub fn run<P: Program>() -> ExitCode {
    // Both our servers and our clients speak TLS through this one provider; it fails only when it is there already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let command = <Cli<P::Settings> as clap::CommandFactory>::command()
        .name(P::NAME)
        .about(P::ABOUT)
        .version(env!("CARGO_PKG_VERSION"))
        .mut_subcommand("migrate", |migrate| migrate.hide(P::migrations().is_none()));
    let cli = Cli::<P::Settings>::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        let outcome = runtime.block_on(execute::<P>(cli.command));
        runtime.shutdown_timeout(Duration::from_secs(1));
        outcome
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(error = format!("{error:#}"), "stopped");
            // Also where logging never began.
            let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{}: {error:#}\n", P::NAME).as_bytes());
            ExitCode::FAILURE
        }
    }
}

async fn execute<P: Program>(command: Command<P::Settings>) -> anyhow::Result<()> {
    match command {
        Command::CheckConfig(_) => Ok(()),
        Command::Migrate { database_url } => {
            let migrations = P::migrations().ok_or_else(|| anyhow::anyhow!("{} owns no schema", P::NAME))?;
            crate::migrations::migrate(&database_url, P::NAME, migrations).await
        }
        Command::Serve(settings) => {
            let telemetry = Telemetry::install(P::NAME, &P::process(&settings).telemetry)?;
            let running = Running { metrics: telemetry.metrics.clone(), stop: CancellationToken::new() };
            #[expect(clippy::disallowed_methods, reason = "waits for the signal that ends everything")]
            tokio::spawn(stop_on_signal(running.stop.clone()));
            metrics::gauge!("epupns_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
            info!(version = env!("CARGO_PKG_VERSION"), "starting");
            let stop = running.stop.clone();
            let serving = P::serve(settings, running);
            tokio::pin!(serving);
            let outcome = tokio::select! {
                outcome = &mut serving => outcome,
                () = stop.cancelled() => {
                    info!("stopping");
                    tokio::time::timeout(DRAIN, serving).await.unwrap_or_else(|_| Err(anyhow::anyhow!("did not finish within 20 s")))
                }
            };
            info!("stopped");
            tokio::task::spawn_blocking(move || telemetry.flush()).await?;
            outcome
        }
    }
}

async fn stop_on_signal(stop: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    stop.cancel();
}
