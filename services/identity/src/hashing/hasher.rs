//! What one thread of the pool does: argon2id over memory that it keeps, then the pepper around it.

use anyhow::Context as _;
use argon2::{Algorithm, Argon2, Block, KeyId, Params, ParamsBuilder, PasswordHash, Version};
use chassis::ambient::secret_bytes;
use password_hash::phc::{Output, ParamsString, Salt};
use subtle::ConstantTimeEq as _;

use super::{Peppers, Verdict};

/// OWASP's second choice (Password Storage Cheat Sheet, 2025): 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const OUTPUT: usize = 32;

/// Hashes and compares, one at a time.
pub(super) struct Hasher {
    peppers: Peppers,
    memory: Vec<Block>,
}

impl Hasher {
    pub(super) fn new(peppers: Peppers) -> Self {
        Self { peppers, memory: Vec::new() }
    }

    /// A new PHC string.
    pub(super) fn hash(&mut self, secret: &[u8]) -> anyhow::Result<String> {
        let params = current(&self.peppers)?;
        let salt = Salt::new(&secret_bytes::<16>()).context("a salt of 16 bytes")?;
        let hash = self.run(secret, salt.as_ref(), &params)?;
        let hash = Output::new(&self.peppers.current.around(&hash)).context("a hash of 32 bytes")?;
        let phc = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).context("parameters of a hash")?,
            salt: Some(salt),
            hash: Some(hash),
        };
        Ok(phc.to_string())
    }

    /// Compares a secret with a kept PHC string.
    pub(super) fn verify(&mut self, secret: &[u8], phc: &str) -> anyhow::Result<Verdict> {
        let kept = PasswordHash::new(phc).context("a kept hash is no PHC string")?;
        let params = Params::try_from(&kept).context("parameters of a kept hash")?;
        let (salt, expected) = kept.salt.zip(kept.hash).context("a kept hash without salt or hash")?;
        let pepper = self.peppers.find(params.keyid()).context("the pepper of a kept hash is not mounted")?.clone();
        let found = pepper.around(&self.run(secret, salt.as_ref(), &params)?);
        if !bool::from(found.as_slice().ct_eq(expected.as_bytes())) {
            return Ok(Verdict::Wrong);
        }
        let now = current(&self.peppers)?;
        let same = (params.m_cost(), params.t_cost(), params.p_cost(), params.keyid())
            == (now.m_cost(), now.t_cost(), now.p_cost(), now.keyid());
        Ok(Verdict::Right { outdated: !same })
    }

    fn run(&mut self, secret: &[u8], salt: &[u8], params: &Params) -> anyhow::Result<[u8; OUTPUT]> {
        let blocks = params.block_count();
        if self.memory.len() < blocks {
            self.memory.resize(blocks, Block::default());
        }
        let mut hash = [0; OUTPUT];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
            .hash_password_into_with_memory(secret, salt, &mut hash, &mut self.memory[..blocks])
            .map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
        Ok(hash)
    }
}

fn current(peppers: &Peppers) -> anyhow::Result<Params> {
    let id = KeyId::new(peppers.current.id()).map_err(|error| anyhow::anyhow!("pepper id: {error}"))?;
    ParamsBuilder::new()
        .m_cost(MEMORY_KIB)
        .t_cost(PASSES)
        .p_cost(LANES)
        .output_len(OUTPUT)
        .keyid(id)
        .build()
        .map_err(|error| anyhow::anyhow!("argon2 parameters: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hashing::Pepper;

    fn hasher(current: u8, previous: Option<u8>) -> Hasher {
        let pepper = |fill| Pepper::new([fill; 32]);
        Hasher::new(Peppers { current: pepper(current), previous: previous.map(pepper) })
    }

    #[test]
    fn a_secret_matches_its_own_hash_only() {
        let mut hasher = hasher(1, None);
        let phc = hasher.hash(b"kuda lumping").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1,keyid="), "{phc}");
        assert_eq!(hasher.verify(b"kuda lumping", &phc).unwrap(), Verdict::Right { outdated: false });
        assert_eq!(hasher.verify(b"kuda lumpinG", &phc).unwrap(), Verdict::Wrong);
        assert_ne!(hasher.hash(b"kuda lumping").unwrap(), phc, "every hash has its own salt");
    }

    #[test]
    fn an_earlier_pepper_still_verifies_and_asks_for_a_new_hash() {
        let phc = hasher(1, None).hash(b"kuda lumping").unwrap();
        assert_eq!(hasher(2, Some(1)).verify(b"kuda lumping", &phc).unwrap(), Verdict::Right { outdated: true });
        assert!(
            hasher(2, None).verify(b"kuda lumping", &phc).is_err(),
            "a lost pepper is an error, not a wrong password"
        );
    }

    #[test]
    fn parameters_of_the_past_still_verify_and_ask_for_a_new_hash() {
        let mut hasher = hasher(1, None);
        let weaker = ParamsBuilder::new()
            .m_cost(64)
            .t_cost(1)
            .output_len(OUTPUT)
            .keyid(KeyId::new(hasher.peppers.current.id()).unwrap())
            .build()
            .unwrap();
        let salt = Salt::new(&[7; 16]).unwrap();
        let hash = hasher.run(b"lama", salt.as_ref(), &weaker).unwrap();
        let phc = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&weaker).unwrap(),
            salt: Some(salt),
            hash: Some(Output::new(&hasher.peppers.current.around(&hash)).unwrap()),
        };
        assert_eq!(hasher.verify(b"lama", &phc.to_string()).unwrap(), Verdict::Right { outdated: true });
    }

    #[test]
    fn what_is_no_hash_is_an_error() {
        for phc in ["", "rahasia", "$argon2id$v=19$m=19456,t=2,p=1"] {
            assert!(hasher(1, None).verify(b"x", phc).is_err(), "{phc}");
        }
    }
}
