//! One PostgreSQL server seen by its databases and roles (`deploy/postgres/*.sql`).

use std::path::Path;

use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::program::Program;
use crate::secrets::Secrets;
use crate::servers::SUPERUSER;

const BOOTSTRAP: &str = include_str!("../../postgres/bootstrap.sql");
const SERVICE: &str = include_str!("../../postgres/service.sql");

/// Where a PostgreSQL server is and with which passwords it is entered.
#[derive(Clone, Debug)]
pub struct Cluster {
    address: String,
    secrets: Secrets,
}

impl Cluster {
    /// A server at `address` (`host:port`) whose passwords are in `secrets`.
    #[must_use]
    pub const fn new(address: String, secrets: Secrets) -> Self {
        Self { address, secrets }
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
        self.url(SUPERUSER, database, "")
    }

    /// URL with which `owner` serves.
    ///
    /// # Errors
    /// See [`Self::superuser_url`].
    pub fn app_url(&self, owner: Program, database: &str) -> Result<String> {
        self.url(&format!("{owner}_app"), database, "")
    }

    /// URL with which `owner` migrates; what it makes belongs to `<owner>_owner`.
    ///
    /// # Errors
    /// See [`Self::superuser_url`].
    pub fn migrator_url(&self, owner: Program, database: &str) -> Result<String> {
        self.url(&format!("{owner}_migrator"), database, &format!("?options=-c%20role%3D{owner}_owner"))
    }

    fn url(&self, login: &str, database: &str, query: &str) -> Result<String> {
        let password = self.secrets.password(&format!("postgres-{login}"))?;
        Ok(format!("postgres://{login}:{password}@{}/{database}{query}", self.address))
    }

    /// Makes `database` if it is missing, and in it every owner's roles, schema and privileges. Again at will.
    ///
    /// # Errors
    /// When the server refuses a statement.
    pub async fn bootstrap(&self, database: &str) -> Result<()> {
        let mut server = self.enter("postgres").await?;
        let known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(database)
            .fetch_one(&mut server)
            .await?;
        if !known {
            run(&mut server, &format!("CREATE DATABASE {database}")).await?;
        }
        server.close().await?;

        let mut inside = self.enter(database).await?;
        run(&mut inside, &BOOTSTRAP.replace("{database}", database)).await?;
        for owner in Program::OWNERS {
            let password = |login: &str| self.secrets.password(&format!("postgres-{owner}_{login}"));
            let sql = SERVICE
                .replace("{service}", owner.name())
                .replace("{migrator_password}", &password("migrator")?)
                .replace("{app_password}", &password("app")?);
            run(&mut inside, &sql).await.with_context(|| format!("deploy/postgres/service.sql for {owner}"))?;
        }
        Ok(inside.close().await?)
    }

    /// Makes `database` as a copy of `template`, replacing one of that name.
    ///
    /// # Errors
    /// When the server refuses; for one, while someone is connected to the template.
    pub async fn copy(&self, template: &str, database: &str) -> Result<()> {
        self.remove(database).await?;
        let mut server = self.enter("postgres").await?;
        run(&mut server, &format!("CREATE DATABASE {database} TEMPLATE {template}")).await?;
        server.close().await?;
        // Privileges on the database itself are not copied.
        let mut inside = self.enter(database).await?;
        run(&mut inside, &BOOTSTRAP.replace("{database}", database)).await?;
        Ok(inside.close().await?)
    }

    /// Removes `database` and ends who is in it; fine when there is none.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn remove(&self, database: &str) -> Result<()> {
        let mut server = self.enter("postgres").await?;
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

/// Runs our own SQL files and names; no part of them comes from outside.
async fn run(connection: &mut PgConnection, sql: &str) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}
