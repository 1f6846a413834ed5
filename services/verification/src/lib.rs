#![doc = include_str!("../README.md")]

mod app;
mod clients;
mod domain;
mod grpc;
mod hears;
mod jobs;
mod settings;
mod store;
mod tells;
#[cfg(test)]
mod tests;
mod wire;

use std::sync::Arc;

use chassis::{
    grpc::connect,
    jobs::Holder,
    program::{Owner, Program, Running, Serving},
    settings::ProcessSettings,
};
use sqlx::migrate::Migrator;
use tonic::service::Routes;

use crate::{
    app::App, clients::registration::RegistrationSubmissions, grpc::permissions::PERMISSIONS, settings::Settings,
};

/// The schema, and the service's name everywhere else.
const SCHEMA: &str = "verification";

/// The schema's migrations.
static MIGRATIONS: Migrator = sqlx::migrate!();

/// The program `verification`.
#[derive(Debug)]
pub struct Verification;

impl Program for Verification {
    type Settings = Settings;
    const NAME: &'static str = SCHEMA;
    const ABOUT: &'static str = "Reviews of submitted dossiers: stages, claims, decisions.";

    fn migrations() -> Option<&'static Migrator> {
        Some(&MIGRATIONS)
    }

    fn process(settings: &Settings) -> &ProcessSettings {
        &settings.owner.process
    }

    async fn serve(settings: Settings, running: Running) -> anyhow::Result<()> {
        let master_key = settings.owner.master_key()?;
        let identity = connect(&settings.identity_address, "identity", &settings.owner.tls)?;
        let registration = connect(&settings.registration_address, "registration", &settings.owner.tls)?;
        let owner = Owner::new(SCHEMA, settings.owner)?;
        owner.follow_keys(identity.clone(), running.stop.clone());
        let app = App {
            db: owner.db.clone(),
            outbox: owner.outbox.clone(),
            clock: owner.clock.clone(),
            master_key,
            submissions: Arc::new(RegistrationSubmissions::new(identity, registration)),
        };
        let holder = Holder { db: owner.db.clone(), schema: SCHEMA, id: owner.holder };
        owner.tasks.spawn(jobs::run(app.clone(), holder, running.stop.clone()));
        let serving = Serving {
            routes: Routes::new(grpc::service(app.clone())),
            permissions: PERMISSIONS,
            listener: hears::listener(app),
            migrations: &MIGRATIONS,
        };
        owner.serve(serving, running).await
    }
}
