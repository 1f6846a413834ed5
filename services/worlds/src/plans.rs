//! What a prepared statement reads of one table, whatever the planner has learnt of the parameters.

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

use crate::Ground;

/// A session that prepares statements and looks at their plans.
#[derive(Debug)]
pub struct Plans {
    connection: PgConnection,
    table: &'static str,
}

/// One step of a plan that reads the table.
#[derive(Debug)]
struct Read {
    node: String,
    index: String,
    /// How many rows it gave in all.
    rows: f64,
}

impl Plans {
    /// A session of whoever owns the server, which looks at one table.
    pub async fn of(ground: &Ground, table: &'static str) -> Self {
        Self { connection: ground.superuser().await, table }
    }

    /// Runs statements.
    pub async fn run(&mut self, sql: impl Into<String>) {
        sqlx::raw_sql(AssertSqlSafe(sql.into())).execute(&mut self.connection).await.unwrap();
    }

    /// Asserts of a prepared statement, for each of these parameters, that it finds something, by this index, in no more than so
    /// many rows of it, and scans the whole table never.
    pub async fn read_at_most(&mut self, most: f64, index: &str, name: &str, parameters: &[String]) {
        let modes = ["force_custom_plan", "force_generic_plan"];
        for (mode, of) in modes.iter().flat_map(|mode| parameters.iter().map(move |of| (mode, of))) {
            self.run(format!("set plan_cache_mode = {mode}")).await;
            let found = self.plan(name, of).await;
            let seen = format!("{name}, {mode}, {of}: {found:?}");
            assert!(found.iter().any(|read| read.index == index), "{seen}");
            assert!(found.iter().all(|read| read.node != "Seq Scan"), "{seen}");
            let by_index = found.iter().filter(|read| read.index == index);
            assert!(by_index.map(|read| read.rows).sum::<f64>() <= most, "at most {most}: {seen}");
        }
    }

    /// Ends the session.
    pub async fn close(self) {
        self.connection.close().await.unwrap();
    }

    async fn plan(&mut self, name: &str, parameters: &str) -> Vec<Read> {
        let explain = format!("explain (analyze, format json) execute {name} ({parameters})");
        let row = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_one(&mut self.connection).await.unwrap();
        let plan: Value = row.get(0);
        assert!(plan[0]["Plan"]["Actual Rows"].as_f64().unwrap() > 0.0, "{name} finds something");
        let mut found = vec![];
        self.reads(&plan[0]["Plan"], &mut found);
        found
    }

    /// What a step and those below it do to the table.
    fn reads(&self, plan: &Value, found: &mut Vec<Read>) {
        let text = |key: &str| plan[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| plan[key].as_f64().unwrap_or_default();
        let index = text("Index Name");
        if text("Relation Name") == self.table || index.starts_with(&format!("{}_", self.table)) {
            // An index-only scan and what a filter throws away are read too.
            let rows = (number("Actual Rows") + number("Rows Removed by Filter")) * number("Actual Loops");
            found.push(Read { node: text("Node Type"), index, rows });
        }
        for inner in plan["Plans"].as_array().into_iter().flatten() {
            self.reads(inner, found);
        }
    }
}
