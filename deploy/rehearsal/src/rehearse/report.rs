//! What a rehearsal says in the end: figures, limits, ratios beside their goals, and whether anything was lost.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::{
    backlog::Drained,
    clockwork::Figure,
    feed::Delays,
    limits::{Limits, Look},
    operation::Operation,
    plan::Load,
    ratio::{Better, Ratio, Verdict},
    verify::Verification,
};

/// How many findings of one kind are printed; the JSON has all.
const SHOWN: usize = 20;
const RATIO_HEAD: &str =
    "path                                          figure     limit    ratio before/after  goal     (PERFORMANCE.md 3)";

/// Everything. Its members stay as they are: programs compare runs by them.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(super) run: String,
    pub(super) started_at: String,
    pub(super) seed: u64,
    pub(super) people: usize,
    pub(super) clients: usize,
    pub(super) mix: Vec<Load>,
    pub(super) cores: usize,
    /// Of the load's time, on all cores together, what the clients used; null where it cannot be told.
    pub(super) clients_cpu_share: Option<f64>,
    pub(super) operations: BTreeMap<Operation, Figure>,
    pub(super) limits: Limits,
    pub(super) delays: Option<Delays>,
    /// How long events were on their way after the load; null when nobody looked.
    pub(super) backlog: Option<Drained>,
    pub(super) ratios: Vec<Ratio>,
    pub(super) verification: Verification,
}

impl Report {
    /// Whether nothing was lost, double, or failed.
    pub(crate) fn holds(&self) -> bool {
        self.verification.holds()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { run, seed, people, clients, cores, .. } = self;
        writeln!(f, "rehearsal {run}: {people} people (seed {seed}), {clients} clients, {cores} cores\n")?;
        self.write_operations(f)?;
        self.write_limits(f)?;
        self.write_ratios(f)?;
        self.write_verification(f)
    }
}

impl Report {
    fn write_operations(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["operation", "count", "per second", "p50 ms", "p95 ms", "p99 ms", "retries"];
        writeln!(
            f,
            "{:<33}{:>8}{:>12}{:>10}{:>10}{:>10}{:>9}",
            head[0], head[1], head[2], head[3], head[4], head[5], head[6]
        )?;
        for (operation, figure) in &self.operations {
            let Figure { count, per_second, p50_ms, p95_ms, p99_ms, retries, .. } = figure;
            writeln!(
                f,
                "{:<33}{count:>8}{per_second:>12.1}{p50_ms:>10.1}{p95_ms:>10.1}{p99_ms:>10.1}{:>9}",
                operation.label(),
                retries.total()
            )?;
        }
        let over_budget: u64 = self.operations.values().map(|figure| figure.retries.over_budget).sum();
        if over_budget > 0 {
            writeln!(
                f,
                "{over_budget} requests were over a budget (429): these are the door's figures, not the machine's."
            )?;
        }
        if let Some(share) = self.clients_cpu_share {
            writeln!(f, "The clients themselves used {:.0} % of all cores meanwhile.", share * 100.0)?;
        }
        writeln!(f)
    }

    fn write_limits(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<45}{:>12}{:>12}", "this machine alone, per second", "before", "after")?;
        let mut line = |what: &str, of: fn(&Look) -> Option<f64>, reason: &str| match of(&self.limits.before)
            .zip(of(&self.limits.after))
        {
            Some((before, after)) => writeln!(f, "{what:<45}{before:>12.1}{after:>12.1}"),
            None => writeln!(f, "{what:<45}not measured: {reason}"),
        };
        line("argon2id 19 MiB t=2 p=1, all cores", |look| Some(look.hashes_per_second), "")?;
        line("transactions of a draft save's rows", |look| look.transactions_per_second, "no --bare-postgres")?;
        line("JetStream, 500 bytes, window of 256", |look| look.messages_per_second, "no --bare-nats")?;
        writeln!(f)
    }

    fn write_ratios(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.backlog {
            Some(Drained { seconds, left: 0, consumers }) => {
                let known = if consumers { "published and heard" } else { "published" };
                writeln!(f, "Everything was {known} {seconds:.1} s after the load; the limits were measured then.")?;
            }
            Some(Drained { seconds, left, .. }) => {
                writeln!(
                    f,
                    "{left} events were still on their way {seconds:.0} s after the load: limits of a busy system."
                )?;
            }
            None => {}
        }
        writeln!(f, "{RATIO_HEAD}")?;
        for ratio in &self.ratios {
            let number = |number: Option<f64>| number.map_or_else(|| "-".to_owned(), significant);
            let (figure, limit, value) = (number(ratio.figure), number(ratio.limit), number(ratio.value));
            let spread = match ratio.before.zip(ratio.after) {
                Some((before, after)) => format!("{before:.2}/{after:.2}"),
                None => String::new(),
            };
            let goal = if ratio.goal == Better::AtLeast { ">=" } else { "<=" };
            let verdict = match ratio.verdict {
                Verdict::Ok => "ok",
                Verdict::Below => "below",
                Verdict::NotMeasured => "not measured",
            };
            let (what, bound) = (ratio.what, significant(ratio.bound));
            write!(f, "{what:<42}{figure:>10}{limit:>10}{value:>9} {spread:<11} {goal} {bound:<6}{verdict}")?;
            writeln!(f, "{}", ratio.reason.map(|reason| format!(": {reason}")).unwrap_or_default())?;
        }
        writeln!(f)
    }

    fn write_verification(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Verification { people, left_out, registered, submitted, r#final: done, lost, double, failed } =
            &self.verification;
        writeln!(f, "{people} people, {registered} registered, {submitted} submitted, {done} final")?;
        if *left_out > 0 {
            writeln!(f, "{left_out} were left out: an earlier run with this seed has registered them")?;
        }
        writeln!(f, "lost {}, double {}, failed {}", lost.len(), double.len(), failed.len())?;
        for (kind, findings) in [("LOST", lost), ("DOUBLE", double), ("FAILED", failed)] {
            for finding in findings.iter().take(SHOWN) {
                writeln!(f, "{kind}: {finding}")?;
            }
            if findings.len() > SHOWN {
                writeln!(f, "{kind}: and {} more; --json FILE has all", findings.len() - SHOWN)?;
            }
        }
        Ok(())
    }
}

/// Three digits that mean something.
fn significant(number: f64) -> String {
    let decimals = if number.abs() < 10.0 { 2 } else { usize::from(number.abs() < 1000.0) };
    format!("{number:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearse::ratios::Measured;

    fn report(verification: Verification) -> Report {
        let (figures, limits) = (BTreeMap::new(), Limits::default());
        let ratios = Measured { figures: &figures, limits: &limits, delays: None, cores: 2 }.ratios();
        Report {
            run: "0badcafe".to_owned(),
            started_at: String::new(),
            seed: 1,
            people: 12,
            clients: 4,
            mix: vec![Load::SignIn],
            cores: 2,
            clients_cpu_share: None,
            operations: figures,
            limits,
            delays: None,
            backlog: None,
            ratios,
            verification,
        }
    }

    #[test]
    fn what_is_lost_is_named_and_the_rest_counted() {
        let lost = (0..25).map(|person| format!("person {person}: submission 1")).collect();
        let report = report(Verification { lost, ..Verification::default() });
        let text = report.to_string();
        assert!(!report.holds());
        assert!(text.contains("LOST: person 0: submission 1\n") && text.contains("LOST: and 5 more"), "{text}");
    }

    #[test]
    fn json_names_every_ratio_measured_or_not() {
        let json = serde_json::to_value(report(Verification::default())).unwrap();
        let ratios = json["ratios"].as_array().unwrap();
        assert!(ratios.iter().all(|ratio| ratio["id"].is_string() && ratio["verdict"] == "not_measured"));
        assert_eq!(json["mix"][0], "sign-in");
        assert_eq!(json["verification"]["lost"], serde_json::json!([]));
    }
}
