//! The audit trail: entries appended in the transaction of the deed, sealed afterwards into a hash chain.
//!
//! Chaining inside the deed's transaction would make every deed wait for the one before. So entries are appended unchained and
//! put on a list of what waits, and one sealer per schema chains what it finds there: the chain is the order of sealing.

mod sealer;

use kernel::Caller;
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

pub use self::sealer::{Broken, Head, seal, seal_entries, unsealed_age, verify_chain};

/// Who did what to whom. P0 only: ids, codes, counts.
#[derive(Debug, Serialize)]
pub struct Entry<'a, D: Serialize> {
    /// `person:<id>`, `service:<name>`, `operator:<name>`.
    pub actor: &'a str,
    /// The verb, e.g. `confirm_registration`.
    pub action: &'static str,
    /// The thing it was done to.
    pub subject_id: Option<Uuid>,
    /// What else must be known.
    pub details: D,
}

/// Who did it, as the audit trail names them: `person:<id>`, `service:<name>`, `operator:<name>` or `public`.
#[must_use]
pub fn actor(caller: &Caller) -> String {
    match caller {
        Caller::Person(person) => format!("person:{}", person.person_id),
        Caller::Service(name) => format!("service:{name}"),
        Caller::Operator(name) => format!("operator:{name}"),
        Caller::Public => "public".to_owned(),
    }
}

/// Who did something, what it is called, and when.
#[derive(Clone, Copy, Debug)]
pub struct Deed<'a> {
    /// Who.
    pub by: &'a Caller,
    /// The verb.
    pub action: &'static str,
    /// When.
    pub at: OffsetDateTime,
}

impl Deed<'_> {
    /// Appends what was done to something, of a person with the office in which they did it: the role, the place and the account
    /// of that moment.
    ///
    /// # Errors
    /// The database is away.
    pub async fn append(
        self,
        connection: &mut PgConnection,
        schema: &str,
        entry_id: Uuid,
        subject_id: Uuid,
        mut details: Value,
    ) -> anyhow::Result<()> {
        if let Caller::Person(person) = self.by {
            details["role"] = json!(person.role.as_str());
            details["jurisdiction"] = json!(person.jurisdiction.to_string());
            details["account"] = json!(person.account_id.to_string());
        }
        let entry = Entry { actor: &actor(self.by), action: self.action, subject_id: Some(subject_id), details };
        append(connection, schema, entry_id, self.at, &entry).await
    }
}

/// Appends an entry to the caller's transaction.
///
/// # Errors
/// The database is away.
pub async fn append<D: Serialize>(
    connection: &mut PgConnection,
    schema: &str,
    entry_id: Uuid,
    now: OffsetDateTime,
    entry: &Entry<'_, D>,
) -> anyhow::Result<()> {
    let sql = format!(
        "insert into {schema}.audit_entries (entry_id, occurred_at, actor, action, subject_id, details)
         values ($1, $2, $3, $4, $5, $6)"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(entry_id)
        .bind(now)
        .bind(entry.actor)
        .bind(entry.action)
        .bind(entry.subject_id)
        .bind(serde_json::to_value(&entry.details)?)
        .execute(connection)
        .await?;
    Ok(())
}
