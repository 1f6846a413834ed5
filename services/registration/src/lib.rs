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
use press::Press;
use sqlx::migrate::Migrator;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;

use crate::{
    app::{App, CatalogueShelf},
    clients::identity::IdentityAccounts,
    grpc::permissions::PERMISSIONS,
    settings::Settings,
};

/// The schema, and the service's name everywhere else.
pub(crate) const SCHEMA: &str = "registration";

/// The schema's migrations.
static MIGRATIONS: Migrator = sqlx::migrate!();

/// The program `registration`.
#[derive(Debug)]
pub struct Registration;

impl Owns for Registration {
    type Settings = Settings;
    const SCHEMA: &'static str = SCHEMA;
    const ABOUT: &'static str = "Master data, registrations and their confirmation, numbers, cards, forms.";

    fn migrations() -> &'static Migrator {
        &MIGRATIONS
    }

    fn owner(settings: &Settings) -> &OwnerSettings {
        &settings.owner
    }

    async fn mount(settings: Settings, owner: &Owner, stop: CancellationToken) -> anyhow::Result<Serving> {
        let (number_key, card_key) = (settings.number_key()?, settings.card_key()?);
        let master_key = settings.owner.master_key()?;
        let (budgets, lookup_budget) = (settings.budgets()?, settings.lookup_budget());
        let identity = connect(&settings.identity_address, "identity", &settings.owner.tls)?;
        owner.follow_keys(identity.clone(), stop.clone());
        let app = App {
            catalogues: CatalogueShelf::default(),
            db: owner.db.clone(),
            outbox: owner.outbox.clone(),
            clock: owner.clock.clone(),
            budgets,
            lookup_budget,
            master_key,
            number_key,
            card_key,
            accounts: Arc::new(IdentityAccounts::new(identity)),
            press: Press::with_a_place_per_core(),
            public_address: settings.public_address.trim_end_matches('/').to_owned(),
        };
        owner.tasks.spawn(jobs::run(app.clone(), owner.holder(), stop));
        Ok(Serving {
            routes: Routes::new(grpc::service(app.clone())).add_service(grpc::dossier_service(app.clone())),
            permissions: PERMISSIONS,
            listener: hears::listener(app),
        })
    }
}
