//! Keys of owners.

use chassis::{ambient::secret_bytes, vault::MasterKey};
use data_encoding::BASE64;

/// A private key in the shortest PKCS#8 form, of 32 bytes `!`.
pub const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEICEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEh
-----END PRIVATE KEY-----
";

/// A key that no other world has: it keeps this world's budgets in the shared Redis apart from every other's.
#[must_use]
pub fn master_key() -> MasterKey {
    MasterKey::from_base64(&BASE64.encode(&secret_bytes::<32>())).unwrap()
}
