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
use press::Press;
use sqlx::migrate::Migrator;
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

impl Program for Registration {
    type Settings = Settings;
    const NAME: &'static str = SCHEMA;
    const ABOUT: &'static str = "Master data, registrations and their confirmation, numbers, cards, forms.";

    fn migrations() -> Option<&'static Migrator> {
        Some(&MIGRATIONS)
    }

    fn process(settings: &Settings) -> &ProcessSettings {
        &settings.owner.process
    }

    async fn serve(settings: Settings, running: Running) -> anyhow::Result<()> {
        let (number_key, card_key) = (settings.number_key()?, settings.card_key()?);
        let master_key = settings.owner.master_key()?;
        let (budgets, lookup_budget) = (settings.budgets()?, settings.lookup_budget());
        let identity = connect(&settings.identity_address, "identity", &settings.owner.tls)?;
        let owner = Owner::new(SCHEMA, settings.owner)?;
        owner.follow_keys(identity.clone(), running.stop.clone());
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
        let holder = Holder { db: owner.db.clone(), schema: SCHEMA, id: owner.holder };
        owner.tasks.spawn(jobs::run(app.clone(), holder, running.stop.clone()));
        let serving = Serving {
            routes: Routes::new(grpc::service(app.clone())).add_service(grpc::dossier_service(app.clone())),
            permissions: PERMISSIONS,
            listener: hears::listener(app),
            migrations: &MIGRATIONS,
        };
        owner.serve(serving, running).await
    }
}
