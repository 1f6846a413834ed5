//! Invented people in a running installation: extracts, a campaign that is open, officers who can act. Everything goes in
//! by the operator's programs, as in production. `deploy/up` shows it to newcomers, tests live on it.

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::{Operator, private_file};

/// How much of it.
#[derive(Clone, Copy, Debug)]
pub struct DemoSize {
    /// Rows of the employees' extract.
    pub employees: u32,
    /// Share of rows with the errors that real data have, as the generator reads it.
    pub error_share: &'static str,
}

/// The password of every demo officer. No secret: it opens invented data on one machine.
pub const PASSWORD: &str = "peraga-epupns-lokal";

/// The same people everywhere: the README's walk-through names some of them.
const SEED: &str = "1";

/// What was loaded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Demo {
    /// People with fixed NIP and NIK who have not registered yet.
    pub people: Vec<DemoPerson>,
    /// Accounts that can act.
    pub officers: Vec<DemoOfficer>,
}

/// An invented employee.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DemoPerson {
    /// 18 digits.
    pub nip: String,
    /// 16 digits.
    pub nik: String,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit_code: String,
}

/// An officer's account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DemoOfficer {
    /// What they sign in with, together with [`PASSWORD`] and a code.
    pub username: String,
    /// As in the kernel.
    pub role: String,
    /// `unit:CODE`, `agency:CODE`, `kanreg:CODE` or `nation`.
    pub jurisdiction: String,
    /// The person behind the account.
    pub nip: String,
    /// `otpauth://` for an authenticator app.
    pub totp_uri: String,
}

#[derive(Deserialize)]
struct Manifest {
    fixed_people: Vec<DemoPerson>,
    officers: Vec<PlannedOfficer>,
}

#[derive(Deserialize)]
struct PlannedOfficer {
    username: String,
    role: String,
    jurisdiction: String,
    nip: String,
}

#[derive(Deserialize)]
struct Enrolled {
    totp_uri: String,
}

impl Demo {
    /// Loads it unless an earlier call did; an interrupted load is repeated, and each of its commands may be.
    ///
    /// # Errors
    /// When a command fails; with what it said.
    pub async fn load_once(operator: &Operator, dir: &Path, size: DemoSize) -> Result<Self> {
        let known = dir.join("accounts.json");
        if let Ok(text) = std::fs::read(&known) {
            return serde_json::from_slice(&text).with_context(|| format!("{} is not readable", known.display()));
        }
        let demo = Self::load(operator, dir, size).await?;
        private_file::write(&known, &serde_json::to_vec_pretty(&demo)?)?;
        Ok(demo)
    }

    async fn load(operator: &Operator, dir: &Path, size: DemoSize) -> Result<Self> {
        let file = |name: &str| dir.join(name).display().to_string();
        let (employees, out) = (size.employees.to_string(), dir.display().to_string());
        let invent = ["invent", "--employees", &employees, "--seed", SEED, "--error-share", size.error_share];
        operator.rehearse(&[invent.as_slice(), &["--out", &out]].concat()).await?;
        for kind in ["kanreg", "agencies", "units", "reference", "employees"] {
            operator.run(&["import", kind, &file(&format!("{kind}.csv"))]).await?;
        }
        operator.run(CAMPAIGN).await?;
        let manifest: Manifest = serde_json::from_slice(&std::fs::read(dir.join("manifest.json"))?)?;
        let password = file("password.txt");
        private_file::write(Path::new(&password), PASSWORD.as_bytes())?;
        let mut officers = Vec::new();
        for planned in manifest.officers {
            officers.push(enrol(operator, planned, &password).await?);
        }
        Ok(Self { people: manifest.fixed_people, officers })
    }

    /// The officer with that username.
    #[must_use]
    pub fn officer(&self, username: &str) -> Option<&DemoOfficer> {
        self.officers.iter().find(|officer| officer.username == username)
    }
}

const CAMPAIGN: &[&str] = &[
    "campaign",
    "put",
    "--code",
    "2026",
    "--name",
    "PUPNS 2026",
    "--opens-at",
    "2026-01-01T00:00:00+07:00",
    "--registration-closes-at",
    "2099-12-01T00:00:00+07:00",
    "--submission-closes-at",
    "2099-12-15T00:00:00+07:00",
    "--verification-closes-at",
    "2099-12-31T00:00:00+07:00",
];

async fn enrol(operator: &Operator, planned: PlannedOfficer, password_file: &str) -> Result<DemoOfficer> {
    let PlannedOfficer { username, role, jurisdiction, nip } = planned;
    let printed = operator
        .run(&[
            "officer",
            "enrol",
            "--username",
            &username,
            "--password-file",
            password_file,
            "--role",
            &role,
            "--jurisdiction",
            &jurisdiction,
            "--nip",
            &nip,
            "--json",
        ])
        .await?;
    let enrolled: Enrolled =
        serde_json::from_str(&printed).context("`epupns officer enrol --json` printed something else")?;
    Ok(DemoOfficer { username, role, jurisdiction, nip, totp_uri: enrolled.totp_uri })
}
