//! A PostgreSQL of the caller's own: what we make there bears a mark, and nothing without it is touched.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use sqlx::{Connection, PgConnection};

use super::{Cluster, run};
use crate::program::Program;
use crate::secrets::Secrets;
use crate::url_place::place;

const WITHIN: Duration = Duration::from_secs(5);
/// Our SQL runs on PostgreSQL 15 and later.
const AT_LEAST: i32 = 150_000;
/// So many names stand in a message; the remedy has them all.
const SHOWN: usize = 3;
const REMEDY: &str = "remedy: correct EPUPNS_POSTGRES_URL, or unset it: then a private PostgreSQL is started";

impl Cluster {
    /// The server that a superuser's URL names; its database is of no importance.
    ///
    /// # Errors
    /// The URL has another form than `postgres://user:password@host:port[?parameters]`.
    pub fn of_caller(url: &str, secrets: Secrets) -> Result<Self> {
        let wished = || format!("postgres://user:password@host:port is expected\n{REMEDY}");
        let rest =
            url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://")).with_context(wished)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (superuser, _) = rest.rsplit_once('@').with_context(wished)?;
        // They would stand for every role.
        for part in ["user", "password", "dbname", "host", "port", "options"] {
            ensure!(!query.split('&').any(|given| given.starts_with(part)), "no `{part}` after the `?`: {}", wished());
        }
        let address = place(url).to_owned();
        ensure!(!address.is_empty(), wished());
        Ok(Self { address, superuser: Some(superuser.to_owned()), query: query.to_owned(), secrets })
    }

    /// Whether it belongs to the caller, and with it what bears no mark of ours.
    pub(crate) const fn is_callers(&self) -> bool {
        self.superuser.is_some()
    }

    /// Makes sure that the server can be used.
    ///
    /// # Errors
    /// It does not answer, is too old, or does not know us as a superuser; with the remedy.
    pub(crate) async fn admit(&self) -> Result<()> {
        let place = &self.address;
        let mut server = tokio::time::timeout(WITHIN, self.enter("postgres"))
            .await
            .with_context(|| format!("the PostgreSQL at {place} does not answer within {WITHIN:?}\n{REMEDY}"))?
            .with_context(|| format!("the PostgreSQL at {place} does not let us in\n{REMEDY}"))?;
        let (number, version, is_superuser): (i32, String, bool) = sqlx::query_as(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version'), rolsuper \
             FROM pg_roles WHERE rolname = current_user",
        )
        .fetch_one(&mut server)
        .await?;
        ensure!(number >= AT_LEAST, "the PostgreSQL at {place} is {version}; 15 or newer is needed\n{REMEDY}");
        ensure!(
            is_superuser,
            "the user of EPUPNS_POSTGRES_URL is no superuser, and roles and a database are to be made\n{REMEDY}"
        );
        Ok(server.close().await?)
    }

    /// Says who made a database or a role.
    fn mark(&self) -> Result<String> {
        Ok(format!("made by e-PUPNS, installation {}", self.secrets.installation()?))
    }

    /// SQL that marks a database as ours; nothing on a private server, where everything is.
    pub(super) fn marks_of(&self, database: &str) -> Result<String> {
        if self.is_callers() { self.comment("DATABASE", database) } else { Ok(String::new()) }
    }

    /// The same for our roles.
    pub(super) fn marks_of_roles(&self) -> Result<String> {
        if self.is_callers() {
            role_names().iter().map(|role| self.comment("ROLE", role)).collect()
        } else {
            Ok(String::new())
        }
    }

    fn comment(&self, kind: &str, name: &str) -> Result<String> {
        Ok(format!("\nCOMMENT ON {kind} {name} IS '{}';", self.mark()?))
    }

    /// Refuses to go on when something that we would take over was made by others.
    pub(super) async fn refuse_strangers(&self, server: &mut PgConnection, database: &str) -> Result<()> {
        if !self.is_callers() {
            return Ok(());
        }
        let strangers: Vec<String> = sqlx::query_scalar(
            "SELECT 'DATABASE ' || quote_ident(datname) FROM pg_database
             WHERE datname = $1 AND shobj_description(oid, 'pg_database') IS DISTINCT FROM $3
             UNION ALL
             SELECT 'ROLE ' || quote_ident(rolname) FROM pg_roles
             WHERE rolname = ANY ($2) AND shobj_description(oid, 'pg_authid') IS DISTINCT FROM $3
             ORDER BY 1",
        )
        .bind(database)
        .bind(role_names())
        .bind(self.mark()?)
        .fetch_all(server)
        .await?;
        if strangers.is_empty() {
            return Ok(());
        }
        let more = if strangers.len() > SHOWN { ", ..." } else { "" };
        bail!(
            "the PostgreSQL at {} has what this installation would make and did not: {}{more}\nremedy: name another server \
             in EPUPNS_POSTGRES_URL, or unset it: then a private one is started; or, if nobody needs them, remove them \
             there: DROP {};",
            self.address,
            strangers[..strangers.len().min(SHOWN)].join(", "),
            strangers.join("; DROP ")
        )
    }

    /// Removes every database and role that bears our mark. Again at will.
    ///
    /// # Errors
    /// The server does not answer, or refuses.
    pub async fn forget(&self) -> Result<()> {
        let mut server = self.enter("postgres").await?;
        let ours: Vec<String> = sqlx::query_scalar(
            "SELECT 'DROP DATABASE ' || quote_ident(datname) || ' WITH (FORCE)' FROM pg_database
             WHERE shobj_description(oid, 'pg_database') = $1
             UNION ALL
             SELECT 'DROP ROLE ' || quote_ident(rolname) FROM pg_roles
             WHERE shobj_description(oid, 'pg_authid') = $1",
        )
        .bind(self.mark()?)
        .fetch_all(&mut server)
        .await?;
        for statement in ours {
            run(&mut server, &statement).await.with_context(|| statement)?;
        }
        Ok(server.close().await?)
    }
}

/// The roles of `deploy/postgres/*.sql`.
fn role_names() -> Vec<String> {
    let owners = Program::OWNERS.into_iter();
    let roles = owners.flat_map(|owner| ["owner", "migrator", "app"].map(|role| format!("{owner}_{role}")));
    roles.chain(["epupns_connect".to_owned()]).collect()
}
