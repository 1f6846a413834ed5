//! The local certificate authority: who is who between the programs (mTLS).
//!
//! A leaf carries `<svc>.epupns.svc` (what clients verify), `localhost` and 127.0.0.1, and as URI the name under which it
//! calls others. Leaves live 90 days and are made anew when less than a third is left, by every start.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SanType,
};
use time::{Duration, OffsetDateTime};
use x509_parser::pem::parse_x509_pem;

use crate::private_file;
use crate::program::Program;

const AUTHORITY_LIVES: Duration = Duration::days(3650);
const LEAF_LIVES: Duration = Duration::days(90);
const RENEW_BELOW: Duration = Duration::days(30);

/// Name of the operator whose certificate `deploy/up` makes for the command line.
pub const LOCAL_OPERATOR: &str = "local";

/// The files of one identity: PEM, ready to be named in settings.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The authority's certificate.
    pub ca: PathBuf,
    /// The certificate.
    pub certificate: PathBuf,
    /// Its private key (mode 0600).
    pub key: PathBuf,
}

/// A certificate authority in a directory.
#[derive(Debug)]
pub struct Pki {
    dir: PathBuf,
    opened_at: OffsetDateTime,
}

impl Pki {
    /// Opens `dir` and makes or renews what is needed: the authority, a leaf per program, and the local operator's.
    ///
    /// # Errors
    /// When files cannot be read or written, or hold something else than keys and certificates.
    pub fn open(dir: &Path) -> Result<Self> {
        Self::open_at(dir, OffsetDateTime::now_utc())
    }

    fn open_at(dir: &Path, opened_at: OffsetDateTime) -> Result<Self> {
        private_file::directory(dir)?;
        let pki = Self { dir: dir.to_owned(), opened_at };
        let (issuer, is_new) = pki.authority()?;
        for program in Program::ALL {
            pki.leaf(&issuer, program.name(), &program_names(program)?, is_new)?;
        }
        let operator = [uri(&format!("spiffe://epupns/operator/{LOCAL_OPERATOR}"))?];
        pki.leaf(&issuer, "operator", &operator, is_new)?;
        Ok(pki)
    }

    /// Where the files are.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What `program` shows and trusts.
    #[must_use]
    pub fn of(&self, program: Program) -> Leaf {
        self.files(program.name())
    }

    /// What the operator's command line shows and trusts.
    #[must_use]
    pub fn operator(&self) -> Leaf {
        self.files("operator")
    }

    fn files(&self, name: &str) -> Leaf {
        Leaf {
            ca: self.dir.join("ca.pem"),
            certificate: self.dir.join(format!("{name}.pem")),
            key: self.dir.join(format!("{name}.key")),
        }
    }

    /// The issuer, and whether it was made just now (then no older leaf is worth anything).
    fn authority(&self) -> Result<(Issuer<'static, KeyPair>, bool)> {
        let mut params = CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "e-PUPNS local authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        self.valid_for(&mut params, AUTHORITY_LIVES);

        let files = self.files("ca");
        if self.is_current(&files.certificate) && files.key.exists() {
            let key = KeyPair::from_pem(&std::fs::read_to_string(&files.key)?)
                .with_context(|| format!("{} holds no key: remove it", files.key.display()))?;
            return Ok((Issuer::new(params, key), false));
        }
        let key = KeyPair::generate()?;
        private_file::write(&files.key, key.serialize_pem().as_bytes())?;
        private_file::write(&files.certificate, params.self_signed(&key)?.pem().as_bytes())?;
        Ok((Issuer::new(params, key), true))
    }

    fn leaf(&self, issuer: &Issuer<'_, KeyPair>, name: &str, names: &[SanType], renew: bool) -> Result<()> {
        let files = self.files(name);
        if !renew && self.is_current(&files.certificate) && files.key.exists() {
            return Ok(());
        }
        let mut params = CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        params.subject_alt_names = names.to_vec();
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        self.valid_for(&mut params, LEAF_LIVES);

        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, issuer)?;
        private_file::write(&files.key, key.serialize_pem().as_bytes())?;
        private_file::write(&files.certificate, certificate.pem().as_bytes())
    }

    fn valid_for(&self, params: &mut CertificateParams, life: Duration) {
        // A little back in time: a container whose clock is behind accepts it too.
        params.not_before = self.opened_at - Duration::HOUR;
        params.not_after = self.opened_at + life;
    }

    /// Whether the certificate is there, readable, and good: already, should it have been made under a clock that was ahead,
    /// and for a while.
    fn is_current(&self, path: &Path) -> bool {
        let Ok(pem) = std::fs::read(path) else { return false };
        let Ok((_, pem)) = parse_x509_pem(&pem) else { return false };
        let Ok(certificate) = pem.parse_x509() else { return false };
        let validity = certificate.validity();
        validity.not_before.to_datetime() <= self.opened_at
            && validity.not_after.to_datetime() - self.opened_at > RENEW_BELOW
    }
}

fn program_names(program: Program) -> Result<[SanType; 4]> {
    Ok([
        SanType::DnsName(format!("{program}.epupns.svc").try_into()?),
        SanType::DnsName("localhost".try_into()?),
        SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        uri(&format!("spiffe://epupns/service/{program}"))?,
    ])
}

fn uri(text: &str) -> Result<SanType> {
    Ok(SanType::URI(text.try_into()?))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const TODAY: OffsetDateTime = datetime!(2028-02-29 23:30 UTC);

    /// Whose key is shown by the portal, and by the authority.
    fn keys(dir: &Path, days: i64) -> [String; 2] {
        let pki = Pki::open_at(dir, TODAY + Duration::days(days)).unwrap();
        assert!(
            [pki.of(Program::Portal).certificate, pki.operator().certificate].iter().all(|one| pki.is_current(one))
        );
        [pki.of(Program::Portal).key, pki.files("ca").key].map(|key| std::fs::read_to_string(key).unwrap())
    }

    #[test]
    fn what_is_good_for_a_month_is_kept_and_what_is_not_is_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        let first = keys(dir.path(), 0);
        assert_eq!(keys(dir.path(), 59), first);
        let second = keys(dir.path(), 60);
        assert!(second[0] != first[0] && second[1] == first[1], "a leaf of 90 days, by the same authority");
        let third = keys(dir.path(), 3620);
        assert!(third[0] != second[0] && third[1] != second[1], "a new authority, new leaves");
    }

    #[test]
    fn what_was_made_under_a_clock_that_was_ahead_is_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        let ahead = keys(dir.path(), 40);
        let now = keys(dir.path(), 0);
        assert!(now[0] != ahead[0] && now[1] != ahead[1]);
    }
}
