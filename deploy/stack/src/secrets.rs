//! The keys and passwords of one local installation: made once, at random, one file each (mode 0600).

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use data_encoding::{BASE64, HEXLOWER};
use nkeys::KeyPair;

use crate::private_file;
use crate::program::Program;

/// The directory of secrets; asking for one that is missing makes it.
#[derive(Clone, Debug)]
pub struct Secrets {
    dir: PathBuf,
}

/// The user of NATS that makes streams and consumers.
pub const PROVISIONER: &str = "provisioner";

/// The user of NATS that publishes the agencies' feed: reporting's second connection.
pub const AGENCY_FEED: &str = "agency_feed";

/// The user of NATS that makes the feed's stream and the agencies' durables.
pub const AGENCY_PROVISIONER: &str = "agency_provisioner";

impl Secrets {
    /// Opens `dir`, making it when it is missing.
    ///
    /// # Errors
    /// When the directory cannot be made.
    pub fn open(dir: &Path) -> Result<Self> {
        private_file::directory(dir)?;
        Ok(Self { dir: dir.to_owned() })
    }

    /// Where the files are.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// 32 random bytes in base64: column keys, blind index and sealed tokens of an owner are derived from it.
    ///
    /// # Errors
    /// This and the following: when the file can be neither read nor made.
    pub fn master_key(&self, owner: Program) -> Result<PathBuf> {
        self.once(&format!("{owner}-master.key"), random_base64)
    }

    /// Ed25519 key (PKCS#8 PEM) that signs identity's tokens.
    ///
    /// # Errors
    /// See [`Self::master_key`].
    pub fn signing_key(&self) -> Result<PathBuf> {
        self.once("identity-signing.pem", random_ed25519_pem)
    }

    /// 32 random bytes in base64: identity's pepper.
    ///
    /// # Errors
    /// See [`Self::master_key`].
    pub fn pepper(&self) -> Result<PathBuf> {
        self.once("identity-pepper.key", random_base64)
    }

    /// 32 random bytes in base64: registration numbers are enciphered counters under it.
    ///
    /// # Errors
    /// See [`Self::master_key`].
    pub fn number_key(&self) -> Result<PathBuf> {
        self.once("registration-number.key", random_base64)
    }

    /// 32 random bytes in base64: report numbers are enciphered counters under it.
    ///
    /// # Errors
    /// See [`Self::master_key`].
    pub fn report_number_key(&self) -> Result<PathBuf> {
        self.once("helpdesk-number.key", random_base64)
    }

    /// Ed25519 key (PKCS#8 PEM) that signs the codes on registration cards.
    ///
    /// # Errors
    /// See [`Self::master_key`].
    pub fn card_key(&self) -> Result<PathBuf> {
        self.once("registration-card.pem", random_ed25519_pem)
    }

    /// Ed25519 key (PKCS#8 PEM) that signs the events of the agencies' feed.
    ///
    /// # Errors
    /// See [`Self::master_key`].
    pub fn feed_key(&self) -> Result<PathBuf> {
        self.once("reporting-feed.pem", random_ed25519_pem)
    }

    /// 32 random bytes in base64: the portal's forms are sealed under it.
    ///
    /// # Errors
    /// See [`Self::master_key`].
    pub fn form_key(&self) -> Result<PathBuf> {
        self.once("portal-form.key", random_base64)
    }

    /// Seed (`SU...`) of a user of NATS: an owner's name, [`PROVISIONER`], [`AGENCY_FEED`], [`AGENCY_PROVISIONER`], or
    /// [`agency_user`](crate::agency_user).
    ///
    /// # Errors
    /// See [`Self::master_key`].
    pub fn nkey_seed(&self, user: &str) -> Result<PathBuf> {
        self.once(&format!("nats-{user}.nk"), || {
            KeyPair::new_user().seed().expect("a key pair that was just made has its seed")
        })
    }

    /// Public key (`U...`) that belongs to [`Self::nkey_seed`].
    ///
    /// # Errors
    /// See [`Self::master_key`]; and when the seed is damaged.
    pub fn nkey_public(&self, user: &str) -> Result<String> {
        let file = self.nkey_seed(user)?;
        let pair = KeyPair::from_seed(read(&file)?.trim())
            .with_context(|| format!("{} holds no seed of a NATS user: remove it", file.display()))?;
        Ok(pair.public_key())
    }

    /// A random name of this installation: marks what it makes on servers that others use, too.
    ///
    /// # Errors
    /// See [`Self::master_key`].
    pub fn installation(&self) -> Result<String> {
        read(&self.once("installation.id", || HEXLOWER.encode(&random_bytes()[..8]))?)
    }

    /// A password for `login`, letters and digits only: safe in URLs and in SQL literals.
    ///
    /// # Errors
    /// See [`Self::master_key`].
    pub fn password(&self, login: &str) -> Result<String> {
        read(&self.once(&format!("{login}.password"), || HEXLOWER.encode(&random_bytes()[..20]))?)
    }

    fn once(&self, name: &str, make: impl FnOnce() -> String) -> Result<PathBuf> {
        let path = self.dir.join(name);
        if !path.exists() {
            private_file::write(&path, make().as_bytes())?;
        }
        Ok(path)
    }
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn random_bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes);
    bytes
}

fn random_base64() -> String {
    BASE64.encode(&random_bytes())
}

/// The shortest PKCS#8 form (RFC 8410, section 7), which every library reads: a fixed head and the 32 bytes of the key.
fn random_ed25519_pem() -> String {
    const HEAD: [u8; 16] =
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    let der = [HEAD.as_slice(), &random_bytes()].concat();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", BASE64.encode(&der))
}
