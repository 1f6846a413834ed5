//! Migration files applied straight from the workspace: for preparing queries, when a program that would migrate cannot be
//! built yet because its queries are not prepared.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::cluster::Cluster;
use crate::program::Program;

/// Applies the chassis' files and the service's to `database`, as `owner`'s migrator, in the order of their names.
pub(crate) async fn apply(cluster: &Cluster, owner: Program, database: &str) -> Result<()> {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../services");
    let mut files = sql_files(&services.join("chassis/migrations"))?;
    files.extend(sql_files(&services.join(owner.name()).join("migrations"))?);
    let mut connection = PgConnection::connect(&cluster.migrator_url(owner, database)?).await?;
    for file in files {
        let sql = std::fs::read_to_string(&file)?.replace("{schema}", owner.name());
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await
            .with_context(|| format!("{} in the schema {owner}", file.display()))?;
    }
    Ok(connection.close().await?)
}

/// A service without migrations has no directory.
fn sql_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten() {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "sql") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
