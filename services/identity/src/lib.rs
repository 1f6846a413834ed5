#![doc = include_str!("../README.md")]

mod app;
mod clients;
mod domain;
mod grpc;
mod hashing;
mod hears;
mod jobs;
mod settings;
mod signing;
mod store;
mod tells;
#[cfg(test)]
mod tests;
mod throttle;

use std::{sync::Arc, time::Duration};

use chassis::{
    grpc::connect,
    program::{Owner, Owns, Serving},
    redis::Redis,
    settings::OwnerSettings,
};
use sqlx::migrate::Migrator;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;

use crate::{
    app::App,
    clients::{registration::RegistrationClient, spent_challenges::RedisSpentChallenges},
    hashing::HashPool,
    settings::Settings,
    throttle::Throttle,
};

/// The schema, and the service's name everywhere else.
const SCHEMA: &str = "identity";

/// Longer than that and each process goes on without it.
const REDIS_ANSWERS_WITHIN: Duration = Duration::from_millis(250);

static MIGRATIONS: Migrator = sqlx::migrate!();

/// The program.
pub struct Identity;

impl Owns for Identity {
    type Settings = Settings;
    const SCHEMA: &'static str = SCHEMA;
    const ABOUT: &'static str = "Accounts, secrets, sessions, signing keys, officers, challenges, mail";

    fn migrations() -> &'static Migrator {
        &MIGRATIONS
    }

    fn owner(settings: &Settings) -> &OwnerSettings {
        &settings.owner
    }

    async fn mount(settings: Settings, owner: &Owner, stop: CancellationToken) -> anyhow::Result<Serving> {
        let app = app(&settings, owner)?;
        let tasks = &owner.tasks;
        tasks.spawn(jobs::sweep::run(app.clone(), owner.holder(), stop.clone()));
        let (post, from) = (Arc::new(settings.post()?), settings.mail_from.clone());
        tasks.spawn(jobs::deliver_mail::run(app.clone(), post, from, owner.holder(), stop));
        Ok(Serving {
            routes: Routes::new(grpc::service(app.clone())),
            permissions: grpc::permissions::PERMISSIONS,
            listener: hears::listener(app),
        })
    }
}

/// Everything a use case works with, from settings and what the chassis made of them.
fn app(settings: &Settings, owner: &Owner) -> anyhow::Result<App> {
    let master = settings.owner.master_key()?;
    let signer = settings.signer()?;
    owner.keys.replace(signer.jwks_json())?;
    let redis = Redis::connect(&settings.redis_url, REDIS_ANSWERS_WITHIN)?;
    let channel = connect(&settings.registration_address, "registration", &settings.owner.tls)?;
    Ok(App {
        db: owner.db.clone(),
        outbox: owner.outbox.clone(),
        clock: owner.clock.clone(),
        signer: Arc::new(signer),
        keys: owner.keys.clone(),
        hashes: HashPool::start(settings.pool(), &settings.peppers()?)?,
        throttle: Throttle::new(redis.clone(), owner.clock.clone(), &master),
        spent_challenges: Arc::new(RedisSpentChallenges::new(redis)),
        challenge_cost: settings.challenge_cost,
        access_log_kept: time::Duration::days(settings.access_log_kept_days.into()),
        registration: Arc::new(RegistrationClient::new(channel)),
        master,
    })
}
