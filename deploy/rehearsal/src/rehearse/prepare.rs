//! Before the load: agencies, units, employees and officers, brought in by the doors that operators use.

use std::{path::Path, sync::Arc};

use anyhow::{Context as _, bail};
use chassis::grpc::Upstream;
use proto::registration::v1::ImportKind;
use reqwest::Method;

use super::{
    agencies::{AGENCIES_CSV, KANREG_CSV, UNITS_CSV},
    citizen::Citizen,
    door::{Call, Device, Door},
    people::{self, Known},
    plan::{Order, Run},
};
use operator::{Totals, upload};

/// Makes everybody and imports them; the files stay no longer than this takes.
pub(super) async fn import_all(
    registration: &Upstream,
    door: &Door,
    order: &Order,
    run: &Run,
) -> anyhow::Result<Vec<Arc<Citizen>>> {
    let known = Known { education: first_of(door, "pendidikan").await?, position: first_of(door, "jabatan").await? };
    let dir = tempfile::tempdir().context("a directory for the extracts\nremedy: make TMPDIR writable")?;
    let people = people::make(dir.path(), order.people, order.seed, &known);
    let people = people.context("making the people of the rehearsal")?;
    for (name, csv) in [("kanreg", KANREG_CSV), ("agencies", AGENCIES_CSV), ("units", UNITS_CSV)] {
        std::fs::write(dir.path().join(name), csv.replace("{run}", &run.id)).context("writing the extracts")?;
    }
    for (kind, name) in [
        (ImportKind::Kanreg, "kanreg"),
        (ImportKind::Agencies, "agencies"),
        (ImportKind::Units, "units"),
        (ImportKind::Employees, "employees.csv"),
    ] {
        import(registration.clone(), kind, &dir.path().join(name)).await?;
    }
    Ok(people.into_iter().enumerate().map(|(place, person)| Arc::new(Citizen::new(person, place))).collect())
}

/// Any value of a national reference table: a rehearsal adds none.
async fn first_of(door: &Door, table: &str) -> anyhow::Result<String> {
    let (path, device) = (format!("/v1/reference/{table}?limit=1"), Device::new(0));
    let answer = door.ask(Call::new(Method::GET, &path, &device)).await?;
    let code = answer["values"][0]["code"].as_str().map(str::to_owned);
    code.with_context(|| format!("the reference table {table} is empty\nremedy: epupns import reference FILE"))
}

async fn import(registration: Upstream, kind: ImportKind, file: &Path) -> anyhow::Result<()> {
    let Totals { refused, import_id, .. } = upload(registration, kind, file).await?;
    if refused > 0 {
        bail!(
            "{refused} rows of the rehearsal were refused (import {import_id})\nremedy: rehearse with the `epupns-rehearsal` of \
               the same version as the services"
        );
    }
    Ok(())
}
