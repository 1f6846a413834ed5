//! `epupns agency ...`

use std::{
    fs::OpenOptions,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use kernel::{AgencyCode, agency_feed};
use nkeys::KeyPair;

use crate::streams::feed::{Feed, fed};

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
}
