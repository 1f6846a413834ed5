//! Public numbers, drawn from a sequence in an owner's schema and never used twice.

use std::fmt::Display;

use anyhow::{Context as _, bail};
use kernel::SequenceExhausted;
use sqlx::{AssertSqlSafe, PgConnection};
use time::OffsetDateTime;

/// How far a sequence that a restore has set back is followed before somebody must set it forward.
const DRAWS: u32 = 1000;

/// Which numbers. `report_number` of `helpdesk` come out of `helpdesk.report_number_sequence`, and stand for ever in the column
/// `report_number` of `helpdesk.report_numbers` beside their place in it.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    /// Whose.
    pub schema: &'static str,
    /// What one is called.
    pub name: &'static str,
}

impl Numbers {
    /// Draws the number of the next place that gives one which was never taken. What a transaction has drawn that is rolled
    /// back stays empty.
    ///
    /// # Errors
    /// The database is away, or the sequence stands where no free numbers are near.
    pub async fn draw<N: Display>(
        &self,
        connection: &mut PgConnection,
        now: OffsetDateTime,
        number_of: impl Fn(u64) -> Result<N, SequenceExhausted>,
    ) -> anyhow::Result<N> {
        for _ in 0..DRAWS {
            let place = self.next_place(connection).await?;
            let number = number_of(u64::try_from(place).context("the sequence is negative")?)?;
            if self.take(connection, &number.to_string(), place, now).await? {
                return Ok(number);
            }
        }
        bail!("the sequence of {}.{} stands behind the numbers taken: restart it further on", self.schema, self.name)
    }

    async fn next_place(&self, connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
        let sql = format!("select nextval('{}.{}_sequence')", self.schema, self.name);
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await
    }

    /// Takes a number for ever; false when it was ever taken before, which only a sequence set back can bring about.
    async fn take(
        &self,
        connection: &mut PgConnection,
        number: &str,
        place: i64,
        now: OffsetDateTime,
    ) -> Result<bool, sqlx::Error> {
        let Self { schema, name } = self;
        let sql = format!(
            "insert into {schema}.{name}s ({name}, sequence, drawn_at) values ($1, $2, $3) on conflict do nothing"
        );
        let taken = sqlx::query(AssertSqlSafe(sql)).bind(number).bind(place).bind(now).execute(connection).await?;
        Ok(taken.rows_affected() == 1)
    }
}
