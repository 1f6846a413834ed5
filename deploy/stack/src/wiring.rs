//! The whole wiring on one page: who listens where, and every setting of every program.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::Result;

use crate::agencies::FED_AGENCIES;
use crate::cluster::Cluster;
use crate::pki::{Leaf, Pki};
use crate::ports::Ports;
use crate::program::Program;
use crate::secrets::{AGENCY_FEED, AGENCY_PROVISIONER, PROVISIONER, Secrets};
use crate::servers::{Nats, Servers};
pub use crate::settings::Settings;

/// Name of the database all five schemas share on one machine.
pub const DATABASE: &str = "epupns";

/// Ports of all programs on 127.0.0.1.
#[derive(Clone, Debug)]
pub struct Wiring {
    listen: BTreeMap<Program, u16>,
    ops: BTreeMap<Program, u16>,
}

impl Wiring {
    /// Chooses ports; the gateway's public one may be wished for.
    ///
    /// # Errors
    /// When no port is free.
    pub fn choose(ports: &mut Ports, public_port: Option<u16>) -> Result<Self> {
        let mut wiring = Self { listen: BTreeMap::new(), ops: BTreeMap::new() };
        for program in Program::ALL {
            let port = match (program, public_port) {
                (Program::Gateway, Some(port)) => port,
                _ => ports.of(program.name())?,
            };
            wiring.listen.insert(program, port);
            wiring.ops.insert(program, ports.of(&format!("{program}-ops"))?);
        }
        Ok(wiring)
    }

    /// Where `program` serves: gRPC of an owner, pages of the portal (both mTLS), HTTP of the gateway.
    #[must_use]
    pub fn listen(&self, program: Program) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.listen[&program]))
    }

    /// Where `program` answers `/livez`, `/readyz`, `/metrics`.
    #[must_use]
    pub fn ops(&self, program: Program) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.ops[&program]))
    }

    /// Address others reach `program` under.
    #[must_use]
    pub fn address(&self, program: Program) -> String {
        let scheme = if program == Program::Gateway { "http" } else { "https" };
        format!("{scheme}://{}", self.listen(program))
    }

    /// What people type into the browser.
    #[must_use]
    pub fn public_address(&self) -> String {
        format!("http://localhost:{}", self.listen[&Program::Gateway])
    }

    /// Every setting of `program`. `dir` is where it may write (mail), `log_format` is `json` or `pretty`.
    ///
    /// # Errors
    /// When a secret can be neither read nor made.
    pub fn settings(
        &self,
        program: Program,
        servers: &Servers,
        pki: &Pki,
        dir: &Path,
        log_format: &str,
    ) -> Result<Settings> {
        let secrets = &servers.secrets;
        let mut set = Table::new(&pki.of(program));
        set.put("EPUPNS_LISTEN", self.listen(program));
        set.put("EPUPNS_OPS_LISTEN", self.ops(program));
        set.put("EPUPNS_LOG_FORMAT", log_format);
        if program.is_owner() {
            set.put("EPUPNS_DATABASE_URL", servers.postgres.cluster().app_url(program, DATABASE)?);
            set.put("EPUPNS_NATS_URL", servers.nats.url());
            set.put("EPUPNS_NATS_MONITOR_URL", servers.nats.monitor_url());
            set.put("EPUPNS_NATS_NKEY_FILE", secrets.nkey_seed(program.name())?.display());
            set.put("EPUPNS_MASTER_KEY_FILE", secrets.master_key(program)?.display());
        }
        for asked in asks(program) {
            set.put(&format!("EPUPNS_{}_ADDRESS", asked.name().to_uppercase()), self.address(*asked));
        }
        match program {
            Program::Identity => {
                set.put("EPUPNS_SIGNING_KEY_FILE", secrets.signing_key()?.display());
                set.put("EPUPNS_PEPPER_FILE", secrets.pepper()?.display());
                set.put("EPUPNS_REDIS_URL", servers.valkey.url());
                set.put("EPUPNS_MAIL_DIR", dir.join("mail").display());
                set.put("EPUPNS_HASH_BACKEND", "argon2");
            }
            Program::Registration => {
                set.put("EPUPNS_NUMBER_KEY_FILE", secrets.number_key()?.display());
                set.put("EPUPNS_CARD_KEY_FILE", secrets.card_key()?.display());
                set.put("EPUPNS_PUBLIC_ADDRESS", self.public_address());
                set.put("EPUPNS_REDIS_URL", servers.valkey.url());
            }
            Program::Gateway => set.put("EPUPNS_REDIS_URL", servers.valkey.url()),
            Program::Reporting => {
                set.put("EPUPNS_FEED_KEY_FILE", secrets.feed_key()?.display());
                set.put("EPUPNS_NATS_AGENCIES_NKEY_FILE", secrets.nkey_seed(AGENCY_FEED)?.display());
            }
            Program::Portal => {
                set.put("EPUPNS_FORM_KEY_FILE", secrets.form_key()?.display());
                set.put("EPUPNS_REDIS_URL", servers.valkey.url());
            }
            Program::Helpdesk => {
                set.put("EPUPNS_NUMBER_KEY_FILE", secrets.report_number_key()?.display());
                set.put("EPUPNS_REDIS_URL", servers.valkey.url());
            }
            Program::Verification => {}
        }
        Ok(set.0)
    }

    /// What `program` needs to migrate its schema in `database`: its settings, entering as the migrator.
    ///
    /// # Errors
    /// When a secret can be neither read nor made.
    pub fn migration_settings(
        settings: &Settings,
        owner: Program,
        cluster: &Cluster,
        database: &str,
    ) -> Result<Settings> {
        let mut settings = settings.clone();
        settings.insert("EPUPNS_DATABASE_URL".to_owned(), cluster.migrator_url(owner, database)?);
        Ok(settings)
    }

    /// Settings of the operator's command line `epupns`.
    ///
    /// # Errors
    /// When the provisioner's seed can be neither read nor made.
    pub fn operator_settings(&self, nats: &Nats, secrets: &Secrets, pki: &Pki) -> Result<Settings> {
        let mut set = Table::new(&pki.operator());
        for owner in Program::OWNERS {
            set.put(&format!("EPUPNS_{}_ADDRESS", owner.name().to_uppercase()), self.address(owner));
        }
        set.put("EPUPNS_GATEWAY_ADDRESS", self.public_address());
        set.put("EPUPNS_NATS_URL", nats.url());
        set.put("EPUPNS_NATS_MONITOR_URL", nats.monitor_url());
        set.put("EPUPNS_NATS_NKEY_FILE", secrets.nkey_seed(PROVISIONER)?.display());
        set.put("EPUPNS_NATS_AGENCIES_NKEY_FILE", secrets.nkey_seed(AGENCY_PROVISIONER)?.display());
        set.put("EPUPNS_FEED_AGENCIES", FED_AGENCIES.join(","));
        Ok(set.0)
    }
}

/// Whom a program asks: the arrows of the picture in services/README.md.
const fn asks(program: Program) -> &'static [Program] {
    match program {
        Program::Identity => &[Program::Registration],
        Program::Registration | Program::Reporting => &[Program::Identity],
        Program::Verification | Program::Helpdesk => &[Program::Identity, Program::Registration],
        Program::Portal => {
            &[Program::Identity, Program::Registration, Program::Verification, Program::Helpdesk, Program::Reporting]
        }
        Program::Gateway => &[
            Program::Identity,
            Program::Registration,
            Program::Verification,
            Program::Helpdesk,
            Program::Reporting,
            Program::Portal,
        ],
    }
}

/// Settings being filled in; every program shows a certificate.
struct Table(Settings);

impl Table {
    fn new(leaf: &Leaf) -> Self {
        let mut table = Self(Settings::new());
        table.put("EPUPNS_TLS_CA_FILE", leaf.ca.display());
        table.put("EPUPNS_TLS_CERT_FILE", leaf.certificate.display());
        table.put("EPUPNS_TLS_KEY_FILE", leaf.key.display());
        table
    }

    fn put(&mut self, name: &str, value: impl ToString) {
        self.0.insert(name.to_owned(), value.to_string());
    }
}
