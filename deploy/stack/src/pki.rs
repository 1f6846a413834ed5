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
}

impl Pki {
    /// Opens `dir` and makes or renews what is needed: the authority, a leaf per program, and the local operator's.
    ///
    /// # Errors
    /// When files cannot be read or written, or hold something else than keys and certificates.
    pub fn open(dir: &Path) -> Result<Self> {
        private_file::directory(dir)?;
        let pki = Self { dir: dir.to_owned() };
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
        valid_for(&mut params, AUTHORITY_LIVES);

        let files = self.files("ca");
        if is_current(&files.certificate) && files.key.exists() {
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
        if !renew && is_current(&files.certificate) && files.key.exists() {
            return Ok(());
        }
        let mut params = CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        params.subject_alt_names = names.to_vec();
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        valid_for(&mut params, LEAF_LIVES);

        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, issuer)?;
        private_file::write(&files.key, key.serialize_pem().as_bytes())?;
        private_file::write(&files.certificate, certificate.pem().as_bytes())
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

fn valid_for(params: &mut CertificateParams, life: Duration) {
    let now = OffsetDateTime::now_utc();
    // A little back in time: a container whose clock is behind accepts it too.
    params.not_before = now - Duration::HOUR;
    params.not_after = now + life;
}

/// Whether the certificate is there, readable, and good for a while.
fn is_current(path: &Path) -> bool {
    let Ok(pem) = std::fs::read(path) else { return false };
    let Ok((_, pem)) = parse_x509_pem(&pem) else { return false };
    let Ok(certificate) = pem.parse_x509() else { return false };
    let ends = certificate.validity().not_after.to_datetime();
    ends - OffsetDateTime::now_utc() > RENEW_BELOW
}
