//! The rehearsal's goals with everything that was measured besides, as a table and as JSON.

use std::path::Path;

use serde_json::{Value, json};

use crate::row::Row;

/// Prints all goals, and writes the file if there is to be one.
pub(crate) fn print(mut report: Value, rows: &[Row], file: Option<&Path>) {
    for ratio in report["ratios"].as_array_mut().into_iter().flatten() {
        if let Some(row) = rows.iter().find(|row| ratio["id"] == row.id) {
            fill_in(ratio, row);
        }
    }
    println!(
        "{:<42}{:>10}{:>10}{:>9}  {:<10}{:<14}remarks",
        "path (PERFORMANCE.md 3)", "figure", "limit", "ratio", "goal", ""
    );
    for ratio in report["ratios"].as_array().into_iter().flatten() {
        let number = |member: &str| ratio[member].as_f64().map_or_else(|| "-".to_owned(), significant);
        let goal = format!("{} {}", if ratio["goal"] == "at_least" { ">=" } else { "<=" }, number("bound"));
        let verdict = ratio["verdict"].as_str().unwrap_or_default().replace('_', " ");
        let remark = ["reason", "note"].iter().find_map(|member| ratio[*member].as_str()).unwrap_or_default();
        println!(
            "{:<42}{:>10}{:>10}{:>9}  {goal:<10}{verdict:<14}{remark}",
            ratio["what"].as_str().unwrap_or_default(),
            number("figure"),
            number("limit"),
            number("value"),
        );
    }
    if let Some(file) = file {
        std::fs::write(file, serde_json::to_vec_pretty(&report).unwrap()).unwrap();
    }
}

fn fill_in(ratio: &mut Value, row: &Row) {
    let Some(figure) = row.figure else {
        ratio["reason"] = json!(row.note);
        return;
    };
    let value = row.limit.map_or(figure, |limit| figure / limit.max(1e-9));
    let bound = ratio["bound"].as_f64().unwrap_or_default();
    let reached = if ratio["goal"] == "at_least" { value >= bound } else { value <= bound };
    ratio["figure"] = json!(figure);
    ratio["limit"] = json!(row.limit);
    ratio["value"] = json!(value);
    ratio["verdict"] = json!(if reached { "ok" } else { "below" });
    ratio["reason"] = Value::Null;
    ratio["note"] = json!(row.note);
}

/// Three digits that mean something.
fn significant(number: f64) -> String {
    let decimals = if number.abs() < 10.0 { 2 } else { usize::from(number.abs() < 1000.0) };
    format!("{number:.decimals$}")
}
