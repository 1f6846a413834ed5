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
    program::{Owner, Owns, Serving},
    settings::OwnerSettings,
};
use sqlx::migrate::Migrator;
use tokio_util::sync::CancellationToken;
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

impl Owns for Verification {
    type Settings = Settings;
    const SCHEMA: &'static str = SCHEMA;
    const ABOUT: &'static str = "Reviews of submitted dossiers: stages, claims, decisions.";

    fn migrations() -> &'static Migrator {
        &MIGRATIONS
    }

    fn owner(settings: &Settings) -> &OwnerSettings {
        &settings.owner
    }

    async fn mount(settings: Settings, owner: &Owner, stop: CancellationToken) -> anyhow::Result<Serving> {
        let master_key = settings.owner.master_key()?;
        let identity = connect(&settings.identity_address, "identity", &settings.owner.tls)?;
        let registration = connect(&settings.registration_address, "registration", &settings.owner.tls)?;
        owner.follow_keys(identity.clone(), stop.clone());
        let app = App {
            db: owner.db.clone(),
            outbox: owner.outbox.clone(),
            clock: owner.clock.clone(),
            master_key,
            submissions: Arc::new(RegistrationSubmissions::new(identity, registration)),
        };
        owner.tasks.spawn(jobs::run(app.clone(), owner.holder(), stop));
        Ok(Serving {
            routes: Routes::new(grpc::service(app.clone())),
            permissions: PERMISSIONS,
            listener: hears::listener(app),
        })
    }
}
