//! The pepper: a mounted key without which the hashes in the database cannot even be guessed at.

use std::path::Path;

use anyhow::Context as _;
use chassis::vault::mac;
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// Bytes of a key id: P0, kept in every hash.
const ID: usize = 4;

/// One pepper.
#[derive(Clone)]
pub(crate) struct Pepper {
    key: Zeroizing<[u8; 32]>,
    id: [u8; ID],
}

impl Pepper {
    /// Takes 32 random bytes.
    #[must_use]
    pub(crate) fn new(key: [u8; 32]) -> Self {
        let mut id = [0; ID];
        id.copy_from_slice(&Sha256::new().chain_update(b"pepper id").chain_update(key).finalize()[..ID]);
        Self { key: Zeroizing::new(key), id }
    }

    /// Reads the key as it is mounted: 32 bytes in base64.
    ///
    /// # Errors
    /// The file is missing or malformed; the message names it.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let bytes = BASE64.decode(text.trim().as_bytes()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes.map(Self::new).with_context(|| format!("{} is not 32 bytes in base64", path.display()))
    }

    pub(super) fn id(&self) -> &[u8] {
        &self.id
    }

    /// HMAC-SHA256 around what argon2 made.
    pub(super) fn around(&self, hash: &[u8]) -> [u8; 32] {
        mac(&self.key, hash)
    }
}

/// The pepper of new hashes, and the one before it while hashes still carry its id.
#[derive(Clone)]
pub(crate) struct Peppers {
    /// For new hashes.
    pub(crate) current: Pepper,
    /// Still verifies.
    pub(crate) previous: Option<Pepper>,
}

impl Peppers {
    pub(super) fn find(&self, id: &[u8]) -> Option<&Pepper> {
        [Some(&self.current), self.previous.as_ref()].into_iter().flatten().find(|pepper| pepper.id == id)
    }
}
