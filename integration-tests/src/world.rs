//! The whole installation with invented people in it.

mod template;

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;
use sqlx::{PgPool, postgres::PgPoolOptions};
use stack::{
    Stack, StackOptions,
    demo::{Demo, DemoSize},
    wiring::DATABASE,
};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::{Door, Officer, commands::Commands};

/// Enough people that every test finds fresh ones.
const SIZE: DemoSize = DemoSize { employees: 400, error_share: "0" };

/// Tests come from one address, faster than people do; a test of the limits sets its own.
const GENEROUS: [(&str, &str); 4] = [
    ("EPUPNS_PUBLIC_PER_MINUTE", "1000000"),
    ("EPUPNS_SIGN_IN_PER_MINUTE", "1000000"),
    ("EPUPNS_LOOKUPS_PER_NIP", "1000000"),
    ("EPUPNS_CHALLENGE_COST", "10"),
];

/// Everything, running, in a directory that goes away with it.
pub struct World {
    /// Servers and programs, to be broken.
    pub stack: Stack,
    /// A superuser's view: what only a test may see.
    pub superuser: PgPool,
    /// Accounts.
    pub demo: Demo,
    /// People of the extract, in its order; the fixed people and officers are not among them.
    pub employees: Vec<Employee>,
    pub(crate) commands: Commands,
    officers: Mutex<BTreeMap<String, Officer>>,
    _dir: TempDir,
}

/// An employee as the extract has them.
#[derive(Clone, Debug, Deserialize)]
pub struct Employee {
    /// 18 digits.
    pub nip: String,
    /// 16 digits.
    pub nik: String,
    /// Name without titles.
    pub name: String,
    /// Parent agency.
    pub agency_code: String,
    /// Unit.
    pub unit_code: String,
    /// `ACTIVE` and others: only who is active may register.
    pub legal_status: String,
}

impl World {
    /// Starts everything with the usual settings.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts everything with settings beyond the usual ones, for every program.
    ///
    /// # Panics
    /// When something does not start; with what it said.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        Self::start_sized(settings, SIZE).await
    }

    /// Starts everything with that many invented people.
    ///
    /// # Panics
    /// When something does not start; with what it said.
    pub async fn start_sized(settings: &[(&str, &str)], size: DemoSize) -> Self {
        let dir = tempfile::Builder::new().prefix("epupns-").tempdir().unwrap();
        let mut options = StackOptions::new(dir.path().join("stack"));
        let generous: Vec<(String, String)> =
            GENEROUS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        template::lay(&options.dir, size, &generous).await;
        options.settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let set = |(name, _): &(String, String)| !settings.iter().any(|(set, _)| set == name);
        options.settings.extend(generous.into_iter().filter(set));
        let stack = Stack::start(options).await.unwrap_or_else(|error| panic!("{error:#}"));
        let demo_dir = stack.dir().join("demo");
        let demo = Demo::load_once(stack.operator(), &demo_dir, size).await.unwrap_or_else(|error| panic!("{error:#}"));
        let url = stack.servers.postgres.cluster().superuser_url(DATABASE).unwrap();
        let superuser = PgPoolOptions::new().max_connections(8).connect(&url).await.unwrap();
        let employees = employees(&demo_dir, &demo);
        Self { stack, superuser, demo, employees, commands: Commands::default(), officers: Mutex::default(), _dir: dir }
    }

    /// A browser nobody used yet, at the public door.
    #[must_use]
    pub fn door(&self) -> Door {
        Door::new(&self.stack.wiring.public_address(), self.commands.clone())
    }

    /// An officer who has signed in with password and code: once, since a code is good for one sign-in.
    ///
    /// # Panics
    /// When there is no such officer or they cannot sign in.
    pub async fn officer(&self, username: &str) -> Officer {
        let mut officers = self.officers.lock().await;
        let officer = match officers.get(username) {
            Some(officer) => officer.clone().renewed().await,
            None => {
                let account = self.demo.officer(username).unwrap_or_else(|| panic!("no demo officer {username}"));
                Officer::sign_in(self.door(), account).await
            }
        };
        officers.insert(username.to_owned(), officer.clone());
        officer
    }

    /// People of one agency, to act with.
    #[must_use]
    pub fn employees_of(&self, agency_code: &str) -> Vec<Employee> {
        self.employees.iter().filter(|employee| employee.agency_code == agency_code).cloned().collect()
    }

    /// People who belong to a unit or one below it, to act with: units' codes begin with their parents'.
    #[must_use]
    pub fn employees_below(&self, unit_code: &str) -> Vec<Employee> {
        self.employees.iter().filter(|employee| employee.unit_code.starts_with(unit_code)).cloned().collect()
    }

    /// Ends everything in peace.
    ///
    /// # Panics
    /// When a program had to be killed.
    pub async fn stop(self) {
        self.superuser.close().await;
        self.stack.stop().await.unwrap_or_else(|error| panic!("{error:#}"));
    }
}

fn employees(dir: &Path, demo: &Demo) -> Vec<Employee> {
    let fixed: Vec<&str> = demo
        .people
        .iter()
        .map(|person| &person.nip)
        .chain(demo.officers.iter().map(|officer| &officer.nip))
        .map(String::as_str)
        .collect();
    csv::Reader::from_path(dir.join("employees.csv"))
        .unwrap()
        .deserialize()
        .map(Result::<Employee, _>::unwrap)
        .filter(|employee| {
            employee.legal_status == "ACTIVE" && !employee.nik.is_empty() && !fixed.contains(&employee.nip.as_str())
        })
        .collect()
}
