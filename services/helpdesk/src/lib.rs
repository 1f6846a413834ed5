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
    program::{Owner, Owns, Serving},
    settings::OwnerSettings,
};
use sqlx::migrate::Migrator;
use tokio_util::sync::CancellationToken;
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

impl Owns for Helpdesk {
    type Settings = Settings;
    const SCHEMA: &'static str = SCHEMA;
    const ABOUT: &'static str = "Tickets for those who are stuck, and their routing.";

    fn migrations() -> &'static Migrator {
        &MIGRATIONS
    }

    fn owner(settings: &Settings) -> &OwnerSettings {
        &settings.owner
    }

    async fn mount(settings: Settings, owner: &Owner, stop: CancellationToken) -> anyhow::Result<Serving> {
        let (number_key, redis) = (settings.number_key()?, settings.redis()?);
        let master_key = settings.owner.master_key()?;
        let identity = connect(&settings.identity_address, "identity", &settings.owner.tls)?;
        let registration = connect(&settings.registration_address, "registration", &settings.owner.tls)?;
        owner.follow_keys(identity, stop.clone());
        let app = App {
            db: owner.db.clone(),
            outbox: owner.outbox.clone(),
            clock: owner.clock.clone(),
            master_key,
            number_key,
            limiter: Limiter::new(redis, owner.clock.clone()),
            employees: Arc::new(RegistrationEmployees::new(registration)),
        };
        owner.tasks.spawn(jobs::run(app.clone(), owner.holder(), stop));
        Ok(Serving {
            routes: Routes::new(grpc::service(app.clone())),
            permissions: PERMISSIONS,
            listener: hears::listener(app),
        })
    }
}
