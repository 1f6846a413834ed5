//! Keys, certificates and passwords of an installation that others start (Docker, a cluster on one machine): one directory a
//! program, as it is mounted there. Made once; what is there stays.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cluster::Cluster;
use crate::cluster::SUPERUSER;
use crate::pki::{Leaf, Pki};
use crate::private_file;
use crate::program::Program;
use crate::secrets::{AGENCY_FEED, AGENCY_PROVISIONER, PROVISIONER, Secrets};
use crate::wiring::DATABASE;

/// What is mounted where: `<program>/tls`, `<program>/keys`, `operator/...`, `passwords`; and as settings: `<owner>-database`,
/// `<owner>-migrate.env`, `nats.env`, `.env`. `postgres` is where the programs reach PostgreSQL (`host:port`).
///
/// # Errors
/// When a file can be neither read nor made.
pub fn make(dir: &Path, postgres: &str) -> Result<()> {
    private_file::directory(dir)?;
    let (secrets, pki) = (Secrets::open(&dir.join("made/secrets"))?, Pki::open(&dir.join("made/pki"))?);
    for program in Program::ALL {
        let home = dir.join(program.name());
        certificate(&home, &pki.of(program))?;
        for (name, made) in keys(program, &secrets)? {
            copy(&made, &home.join("keys"), name)?;
        }
    }
    let operator = dir.join("operator");
    certificate(&operator, &pki.operator())?;
    copy(&secrets.nkey_seed(PROVISIONER)?, &operator.join("keys"), "provisioner.nk")?;
    copy(&secrets.nkey_seed(AGENCY_PROVISIONER)?, &operator.join("keys"), "agency-provisioner.nk")?;
    private_file::directory(&dir.join("mail"))?;
    passwords(dir, &secrets)?;
    settings(dir, &Cluster::new(postgres.to_owned(), secrets.clone()), &secrets)
}

/// What a program reads from its mounted directory of keys, by the name it has there.
fn keys(program: Program, secrets: &Secrets) -> Result<Vec<(&'static str, PathBuf)>> {
    let mut keys = Vec::new();
    if program.is_owner() {
        keys.push(("master.key", secrets.master_key(program)?));
        keys.push(("nats.nk", secrets.nkey_seed(program.name())?));
    }
    match program {
        Program::Identity => {
            keys.push(("signing.pem", secrets.signing_key()?));
            keys.push(("pepper.key", secrets.pepper()?));
        }
        Program::Registration => {
            keys.push(("number.key", secrets.number_key()?));
            keys.push(("card.pem", secrets.card_key()?));
        }
        Program::Reporting => {
            keys.push(("feed.pem", secrets.feed_key()?));
            keys.push(("agency-feed.nk", secrets.nkey_seed(AGENCY_FEED)?));
        }
        Program::Portal => keys.push(("form.key", secrets.form_key()?)),
        Program::Helpdesk => keys.push(("number.key", secrets.report_number_key()?)),
        Program::Verification | Program::Gateway => {}
    }
    Ok(keys)
}

fn certificate(home: &Path, leaf: &Leaf) -> Result<()> {
    for (made, name) in [(&leaf.ca, "ca.crt"), (&leaf.certificate, "tls.crt"), (&leaf.key, "tls.key")] {
        copy(made, &home.join("tls"), name)?;
    }
    Ok(())
}

fn copy(made: &Path, room: &Path, name: &str) -> Result<()> {
    private_file::directory(room)?;
    let bytes = std::fs::read(made).with_context(|| format!("cannot read {}", made.display()))?;
    private_file::write(&room.join(name), &bytes)
}

/// Logins of PostgreSQL. Its image reads them as a user of its own: only the directory above is private.
fn passwords(dir: &Path, secrets: &Secrets) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let room = dir.join("passwords");
    private_file::directory(&room)?;
    let owners = Program::OWNERS.iter().flat_map(|owner| [format!("{owner}_app"), format!("{owner}_migrator")]);
    for login in owners.chain([SUPERUSER.to_owned()]) {
        let file = room.join(&login);
        private_file::write(&file, secrets.password(&format!("postgres-{login}"))?.as_bytes())?;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644))?;
    }
    Ok(std::fs::set_permissions(&room, std::fs::Permissions::from_mode(0o755))?)
}

fn settings(dir: &Path, cluster: &Cluster, secrets: &Secrets) -> Result<()> {
    let user = (rustix::process::getuid().as_raw(), rustix::process::getgid().as_raw());
    let mut shared = format!("EPUPNS_USER={}:{}\n", user.0, user.1);
    for owner in Program::OWNERS {
        let (serves, migrates) = (cluster.app_url(owner, DATABASE)?, cluster.migrator_url(owner, DATABASE)?);
        let room = dir.join(format!("{owner}-database"));
        private_file::directory(&room)?;
        private_file::write(&room.join("url"), serves.as_bytes())?;
        private_file::write(&room.join("migrator-url"), migrates.as_bytes())?;
        let migrate = format!("EPUPNS_DATABASE_URL={migrates}\n");
        private_file::write(&dir.join(format!("{owner}-migrate.env")), migrate.as_bytes())?;
        shared += &format!("EPUPNS_{}_DATABASE_URL={serves}\n", owner.name().to_uppercase());
    }
    private_file::write(&dir.join(".env"), shared.as_bytes())?;
    let mut nats = String::new();
    for user in Program::OWNERS.map(Program::name).into_iter().chain([PROVISIONER, AGENCY_FEED, AGENCY_PROVISIONER]) {
        nats += &format!("NATS_NKEY_{}={}\n", user.to_uppercase(), secrets.nkey_public(user)?);
    }
    private_file::write(&dir.join("nats.env"), nats.as_bytes())
}
