//! `epupns agency ...`

use std::{
    fs::OpenOptions,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context as _;
use async_nats::jetstream::{
    self,
    consumer::{AckPolicy, DeliverPolicy, pull},
    stream,
};
use clap::{Args, Subcommand};
use kernel::{AgencyCode, agency_feed};
use nkeys::KeyPair;
use operator::nats::connect;

use super::streams::DUPLICATES_WITHIN;

/// The user in NATS' account AGENCIES that may make the stream and the durables.
pub(crate) const PROVISIONER: &str = "agency_provisioner";

/// An agency's account as NATS reads it.
const ACCOUNT: &str = include_str!("../../../nats/agency_account.conf");

/// Verbs of `agency`.
#[derive(Debug, Subcommand)]
pub(crate) enum Agency {
    /// Gives an agency its feed over NATS: makes its key and its durable, and prints the account to add to agencies.conf.
    /// Doing it twice keeps the key.
    Feed(GiveFeed),
}

/// Which agency, and where things go.
#[derive(Args, Debug)]
pub(crate) struct GiveFeed {
    /// The agency's code.
    #[arg(value_parser = fed)]
    code: AgencyCode,
    /// Directory of the agency's seed `agency.CODE.nk`, which is for the agency alone.
    #[arg(long, default_value = ".")]
    out: PathBuf,
    /// NATS, e.g. nats://nats:4222.
    #[arg(long, env = "EPUPNS_NATS_URL")]
    nats_url: String,
    /// The nkey seed of the feed's provisioner, a user of the account AGENCIES.
    #[arg(long, env = "EPUPNS_NATS_AGENCIES_NKEY_FILE")]
    nats_agencies_nkey_file: PathBuf,
}

impl Agency {
    /// Does what was asked.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let Self::Feed(give) = self;
        give.run().await
    }
}

impl GiveFeed {
    async fn run(self) -> anyhow::Result<()> {
        let feed = Feed::open(&self.nats_url, &self.nats_agencies_nkey_file).await?;
        feed.durable(&self.code).await?;
        let seed = self.out.join(format!("agency.{}.nk", agency_feed::token(&self.code)));
        let nkey = key(&seed)?.public_key();
        print!("{}", account(&self.code, &nkey));
        eprintln!("the agency's seed is {}: hand it over, and keep no copy", seed.display());
        eprintln!("add what is printed to agencies.conf beside nats.conf, and send every NATS server SIGHUP, twice:");
        eprintln!("at the first it makes a new account, at the second it ties the account to the feed");
        Ok(())
    }
}

/// Reads the code of an agency that can have a feed.
pub(super) fn fed(code: &str) -> Result<AgencyCode, String> {
    let agency = AgencyCode::parse(code).map_err(|error| error.to_string())?;
    let rehearsal = || format!("{code} is an agency of rehearsals: nothing of theirs leaves the house");
    agency_feed::is_fed(&agency).then_some(agency).ok_or_else(rehearsal)
}

fn account(agency: &AgencyCode, nkey: &str) -> String {
    let token = agency_feed::token(agency);
    ACCOUNT.replace("{code}", agency.as_str()).replace("{token}", &token).replace("{nkey}", nkey)
}

/// The key pair of a seed, made at the first time; nobody but its owner can read the file.
fn key(file: &Path) -> anyhow::Result<KeyPair> {
    if file.exists() {
        let seed = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        return KeyPair::from_seed(seed.trim()).with_context(|| {
            format!("{} holds no seed\nremedy: remove it, and give the agency a new one", file.display())
        });
    }
    let pair = KeyPair::new_user();
    let write = || {
        let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
        made.write_all(pair.seed()?.as_bytes())?;
        made.sync_all()?;
        anyhow::Ok(())
    };
    write().with_context(|| format!("writing {}\nremedy: name a directory that you may write to", file.display()))?;
    Ok(pair)
}

/// Where the feed is made.
pub(super) struct Feed(jetstream::Context);

impl Feed {
    /// Connects as the provisioner of the account AGENCIES.
    pub(super) async fn open(nats_url: &str, nkey_file: &Path) -> anyhow::Result<Self> {
        connect(nats_url, nkey_file, PROVISIONER).await.map(Self)
    }

    /// Makes stream and durables, or brings them up to date.
    pub(super) async fn provision(&self, replicas: u8, agencies: &[AgencyCode]) -> anyhow::Result<()> {
        let made = self.0.create_or_update_stream(stream_config(replicas)).await;
        made.with_context(|| {
            let refused =
                "remedy: use the feed's provisioner's nkey, and a NATS with JetStream in the account AGENCIES";
            format!("making the stream {}\n{refused}", agency_feed::STREAM)
        })?;
        for agency in agencies {
            self.durable(agency).await?;
        }
        println!("stream {} and {} agencies' durables are in place", agency_feed::STREAM, agencies.len());
        Ok(())
    }

    async fn durable(&self, agency: &AgencyCode) -> anyhow::Result<()> {
        let made = self.0.create_consumer_on_stream(consumer_config(agency), agency_feed::STREAM).await;
        made.with_context(|| {
            format!("making the durable of agency {agency}\nremedy: run `epupns streams provision` before it")
        })?;
        Ok(())
    }
}

fn stream_config(replicas: u8) -> stream::Config {
    stream::Config {
        name: agency_feed::STREAM.to_owned(),
        subjects: vec![format!("{}.>", agency_feed::SUBJECT_PREFIX)],
        storage: stream::StorageType::File,
        retention: stream::RetentionPolicy::Limits,
        duplicate_window: DUPLICATES_WITHIN,
        num_replicas: usize::from(replicas),
        ..stream::Config::default()
    }
}

fn consumer_config(agency: &AgencyCode) -> pull::Config {
    pull::Config {
        durable_name: Some(agency_feed::token(agency)),
        deliver_policy: DeliverPolicy::All,
        ack_policy: AckPolicy::Explicit,
        ack_wait: Duration::from_secs(30),
        max_ack_pending: 1000,
        // An agency that asks without end is refused by the server, which serves the others.
        max_waiting: 16,
        max_batch: 1000,
        filter_subject: agency_feed::all_subjects(agency),
        ..pull::Config::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_names_its_agency_and_no_other() {
        let text = account(&AgencyCode::parse("35.73").unwrap(), "UKEY");
        assert!(text.contains("AGENCY_35_73 {") && text.contains("nkey: UKEY"), "{text}");
        assert!(text.contains("\"$JS.API.CONSUMER.MSG.NEXT.AGENCY_EVENTS.35_73\""), "{text}");
        assert!(!text.contains("{code}") && !text.contains("{token}") && !text.contains("{nkey}"), "{text}");
    }

    #[test]
    fn a_key_is_made_once_and_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;

        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("agency.3573.nk");
        let made = key(&file).unwrap().public_key();
        assert_eq!(key(&file).unwrap().public_key(), made);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&file, "no seed").unwrap();
        key(&file).map(|_| ()).unwrap_err();
    }

    #[test]
    fn rehearsal_agencies_and_bad_codes_get_no_feed() {
        assert!(fed("3573").is_ok());
        assert!(fed("X001").is_err());
        assert!(fed("35 73").is_err());
        assert!(fed("").is_err());
    }
}
