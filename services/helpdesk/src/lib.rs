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
    budget::Limiter,
    grpc::connect,
    jobs::Holder,
    program::{Owner, Program, Running, Serving},
    settings::ProcessSettings,
};
use sqlx::migrate::Migrator;
use tonic::service::Routes;

use crate::{
    app::App, clients::registration::RegistrationEmployees, grpc::permissions::PERMISSIONS, settings::Settings,
};

/// The schema, and the service's name everywhere else.
const SCHEMA: &str = "helpdesk";

/// The schema's migrations.
static MIGRATIONS: Migrator = sqlx::migrate!();

/// The program `helpdesk`.
#[derive(Debug)]
pub struct Helpdesk;

impl Program for Helpdesk {
    type Settings = Settings;
    const NAME: &'static str = SCHEMA;
    const ABOUT: &'static str = "Tickets for those who are stuck, and their routing.";

    fn migrations() -> Option<&'static Migrator> {
        Some(&MIGRATIONS)
    }

    fn process(settings: &Settings) -> &ProcessSettings {
        &settings.owner.process
    }

    async fn serve(settings: Settings, running: Running) -> anyhow::Result<()> {
        let (number_key, redis) = (settings.number_key()?, settings.redis()?);
        let master_key = settings.owner.master_key()?;
        let identity = connect(&settings.identity_address, "identity", &settings.owner.tls)?;
        let registration = connect(&settings.registration_address, "registration", &settings.owner.tls)?;
        let owner = Owner::new(SCHEMA, settings.owner)?;
        owner.follow_keys(identity, running.stop.clone());
        let app = App {
            db: owner.db.clone(),
            outbox: owner.outbox.clone(),
            clock: owner.clock.clone(),
            master_key,
            number_key,
            limiter: Limiter::new(redis, owner.clock.clone()),
            employees: Arc::new(RegistrationEmployees::new(registration)),
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
