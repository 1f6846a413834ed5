//! One PostgreSQL server seen by its databases and roles (`deploy/postgres/*.sql`).

mod callers;

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::program::Program;
use crate::secrets::Secrets;

/// Name of the superuser.
pub(crate) const SUPERUSER: &str = "postgres";

const BOOTSTRAP: &str = include_str!("../../postgres/bootstrap.sql");
const SERVICE: &str = include_str!("../../postgres/service.sql");

/// Where a PostgreSQL server is and with which passwords it is entered.
#[derive(Clone)]
pub struct Cluster {
    address: String,
    /// `user:password` on a server of the caller's own; on a private one both are ours.
    superuser: Option<String>,
    /// Parameters of every URL, as the caller gave them.
    query: String,
    secrets: Secrets,
}

/// Without the password.
impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Cluster {
    /// A private server at `address` (`host:port`) whose passwords are in `secrets`.
    #[must_use]
    pub const fn new(address: String, secrets: Secrets) -> Self {
        Self { address, superuser: None, query: String::new(), secrets }
    }

    /// `host:port`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// URL of the superuser: for bootstrap and for checks that look at everything, never for a service.
    ///
    /// # Errors
    /// This and the two following: when the password can be neither read nor made.
    pub fn superuser_url(&self, database: &str) -> Result<String> {
        match &self.superuser {
            Some(login) => Ok(self.url(login, database, "")),
            None => self.url_of(SUPERUSER, database, ""),
        }
    }

    /// URL with which `owner` serves.
    ///
    /// # Errors
    /// See [`Self::superuser_url`].
    pub fn app_url(&self, owner: Program, database: &str) -> Result<String> {
        self.url_of(&format!("{owner}_app"), database, "")
    }

    /// URL with which `owner` migrates; what it makes belongs to `<owner>_owner`.
    ///
    /// # Errors
    /// See [`Self::superuser_url`].
    pub fn migrator_url(&self, owner: Program, database: &str) -> Result<String> {
        self.url_of(&format!("{owner}_migrator"), database, &format!("options=-c%20role%3D{owner}_owner"))
    }

    fn url_of(&self, login: &str, database: &str, more: &str) -> Result<String> {
        let password = self.secrets.password(&format!("postgres-{login}"))?;
        Ok(self.url(&format!("{login}:{password}"), database, more))
    }

    fn url(&self, login: &str, database: &str, more: &str) -> String {
        let parameters: Vec<&str> = [self.query.as_str(), more].into_iter().filter(|part| !part.is_empty()).collect();
        let query = if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) };
        format!("postgres://{login}@{}/{database}{query}", self.address)
    }

    /// Makes `database` if it is missing, and in it every owner's roles, schema and privileges. Again at will.
    ///
    /// # Errors
    /// When the server refuses a statement; on a server of the caller's own, when others made what bears our names.
    pub async fn bootstrap(&self, database: &str) -> Result<()> {
        let mut server = self.enter("postgres").await?;
        self.refuse_strangers(&mut server, database).await?;
        if !is_known(&mut server, database).await? {
            run(&mut server, &format!("CREATE DATABASE {database}")).await?;
        }
        server.close().await?;

        let mut inside = self.enter(database).await?;
        let mut sql = BOOTSTRAP.replace("{database}", database) + &self.marks_of(database)?;
        for owner in Program::OWNERS {
            let password = |login: &str| self.secrets.password(&format!("postgres-{owner}_{login}"));
            sql += &SERVICE
                .replace("{service}", owner.name())
                .replace("{migrator_password}", &password("migrator")?)
                .replace("{app_password}", &password("app")?);
        }
        // What is sent at once is done at once: no role is without its mark.
        run(&mut inside, &(sql + &self.marks_of_roles()?)).await.context("deploy/postgres/*.sql")?;
        Ok(inside.close().await?)
    }

    /// Makes `database` as a copy of `template`, replacing one of that name.
    ///
    /// # Errors
    /// When the server refuses; for one, while someone is connected to the template.
    pub async fn copy(&self, template: &str, database: &str) -> Result<()> {
        self.remove(database).await?;
        let mut server = self.enter("postgres").await?;
        // Files are copied, not written to the log row by row: half the time, for what no crash must survive.
        run(&mut server, &format!("CREATE DATABASE {database} TEMPLATE {template} STRATEGY FILE_COPY")).await?;
        server.close().await?;
        // Privileges on the database itself are not copied.
        let mut inside = self.enter(database).await?;
        run(&mut inside, &(BOOTSTRAP.replace("{database}", database) + &self.marks_of(database)?)).await?;
        Ok(inside.close().await?)
    }

    /// Removes `database` and ends who is in it; fine when there is none.
    ///
    /// # Errors
    /// When the server refuses, or the database is not ours.
    pub async fn remove(&self, database: &str) -> Result<()> {
        let mut server = self.enter("postgres").await?;
        self.refuse_strangers(&mut server, database).await?;
        run(&mut server, &format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)")).await?;
        Ok(server.close().await?)
    }

    async fn enter(&self, database: &str) -> Result<PgConnection> {
        PgConnection::connect(&self.superuser_url(database)?)
            .await
            .with_context(|| format!("cannot enter database {database} at {}", self.address))
    }

    /// Directory of the passwords and keys.
    #[must_use]
    pub fn secrets_dir(&self) -> &Path {
        self.secrets.dir()
    }
}

async fn is_known(server: &mut PgConnection, database: &str) -> Result<bool> {
    let known = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)").bind(database);
    Ok(known.fetch_one(server).await?)
}

/// Runs our own SQL files and names; no part of them comes from outside.
async fn run(connection: &mut PgConnection, sql: &str) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}
