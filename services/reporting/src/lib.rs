#![doc = include_str!("../README.md")]

mod app;
mod clients;
mod domain;
mod grpc;
mod hears;
mod jobs;
mod settings;
mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chassis::{
    events::nats,
    grpc::connect,
    program::{Owner, Owns, Serving},
    settings::OwnerSettings,
};
use sqlx::migrate::Migrator;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;

use crate::{
    app::{App, feed::Feed},
    clients::{agency_stream::NatsAgencyStream, history::StreamHistory},
    grpc::permissions::PERMISSIONS,
    settings::Settings,
};

/// The schema, and the service's name everywhere else.
const SCHEMA: &str = "reporting";

/// The feed's publisher in NATS' account AGENCIES.
const FEED_USER: &str = "agency_feed";

/// The schema's migrations.
static MIGRATIONS: Migrator = sqlx::migrate!();

/// The program `reporting`.
#[derive(Debug)]
pub struct Reporting;

impl Owns for Reporting {
    type Settings = Settings;
    const SCHEMA: &'static str = SCHEMA;
    const ABOUT: &'static str = "Projections, exports, and the feed of other agencies.";

    fn migrations() -> &'static Migrator {
        &MIGRATIONS
    }

    fn owner(settings: &Settings) -> &OwnerSettings {
        &settings.owner
    }

    async fn mount(settings: Settings, owner: &Owner, stop: CancellationToken) -> anyhow::Result<Serving> {
        let master_key = settings.owner.master_key()?;
        let identity = connect(&settings.identity_address, "identity", &settings.owner.tls)?;
        // A connection of its own: reading the whole history must not stand in the way of the listener.
        let stream = nats::connect(&settings.owner.nats_url, &settings.owner.nats_nkey_file, SCHEMA).await?;
        let feed_key = settings.feed_key()?;
        let agencies = nats::connect(&settings.owner.nats_url, &settings.nats_agencies_nkey_file, FEED_USER).await?;
        owner.follow_keys(identity, stop.clone());
        let app = App {
            db: owner.db.clone(),
            clock: owner.clock.clone(),
            master_key,
            history: Arc::new(StreamHistory::new(stream)),
            feed: Feed::new(feed_key, Arc::new(NatsAgencyStream::new(agencies))),
        };
        owner.tasks.spawn(jobs::run(app.clone(), hears::project, owner.holder(), stop));
        Ok(Serving {
            routes: Routes::new(grpc::service(app.clone())),
            permissions: PERMISSIONS,
            listener: hears::listener(app),
        })
    }
}
