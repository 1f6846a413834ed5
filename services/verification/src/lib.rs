#![doc = include_str!("../README.md")]

mod settings;

use chassis::{
    events::Listener,
    grpc,
    program::{Owner, Program, Running, Serving},
    settings::ProcessSettings,
};
use sqlx::migrate::Migrator;
use tonic::service::Routes;

pub use self::settings::Settings;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// The program.
pub struct Verification;

impl Program for Verification {
    type Settings = Settings;
    const NAME: &'static str = "verification";
    const ABOUT: &'static str = "Reviews of submitted dossiers: stages, claims, decisions.";

    fn migrations() -> Option<&'static Migrator> {
        Some(&MIGRATIONS)
    }

    fn process(settings: &Settings) -> &ProcessSettings {
        &settings.owner.process
    }

    async fn serve(settings: Settings, running: Running) -> anyhow::Result<()> {
        let identity = grpc::connect(&settings.identity_address, "identity", &settings.owner.tls)?;
        let owner = Owner::new(Self::NAME, settings.owner)?;
        owner.follow_keys(identity, running.stop.clone());
        let serving = Serving {
            routes: Routes::default(),
            permissions: &[],
            // Whatever is heard only advances its aggregate, so that the first listener finds no gap.
            listener: Listener::new(|_, _| Box::pin(async { Ok(()) })),
            migrations: &MIGRATIONS,
        };
        owner.serve(serving, running).await
    }
}
