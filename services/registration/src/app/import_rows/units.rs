//! Org units ("Update Unor").

use std::collections::{BTreeSet, HashSet};

use proto::registration::v1::OrgUnit;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    ImportRowsError,
    intake::{EVENT_SIZE, Intake, Merged},
};
use crate::{
    app::App,
    domain::import::{Doubt, Record, RowProblem, UNIT_COLUMNS, UnitRow, UnitTree},
    events::publish,
    store::{import_seen, organisation},
};

pub(super) struct Units {
    tree: UnitTree,
    seen: HashSet<String>,
}

impl Intake for Units {
    const COLUMNS: &'static [&'static str] = &UNIT_COLUMNS;
    type Batch = Vec<UnitRow>;

    async fn load(app: &App, import_id: Uuid) -> Result<Self, ImportRowsError> {
        let mut connection = app.db.read().await?;
        let agencies = organisation::agencies(&mut connection).await?.into_iter().map(|(code, _)| code);
        let tree = UnitTree::new(agencies, organisation::units(&mut connection).await?);
        Ok(Self { tree, seen: import_seen::all(&mut connection, import_id).await? })
    }

    fn take(&mut self, _: u64, record: &Record<'_>, batch: &mut Self::Batch) -> Result<Option<Doubt>, RowProblem> {
        let row = UnitRow::parse(record)?;
        if self.seen.contains(row.code.as_str()) {
            return Err(RowProblem::CODE_DUPLICATE);
        }
        self.tree.place(&row)?;
        self.seen.insert(row.code.to_string());
        batch.push(row);
        Ok(None)
    }

    async fn merge(
        app: &App,
        connection: &mut PgConnection,
        import_id: Uuid,
        batch: Self::Batch,
    ) -> Result<Merged, ImportRowsError> {
        let keys: Vec<String> = batch.iter().map(|row| row.code.to_string()).collect();
        import_seen::add(connection, import_id, &keys).await?;
        let changed: HashSet<String> = organisation::put_units(connection, &batch).await?.into_iter().collect();
        let changed: Vec<&UnitRow> = batch.iter().filter(|row| changed.contains(row.code.as_str())).collect();
        let agencies: BTreeSet<String> = changed.iter().map(|row| row.agency.to_string()).collect();
        organisation::close_trees(connection, &agencies.into_iter().collect::<Vec<_>>()).await?;
        for units in changed.chunks(EVENT_SIZE) {
            publish::org_units_imported(&app.outbox, connection, units.iter().map(|row| message(row)).collect())
                .await?;
        }
        Ok(Merged { accepted: batch.len() as i64, refused: Vec::new() })
    }
}

fn message(row: &UnitRow) -> OrgUnit {
    OrgUnit {
        code: row.code.to_string(),
        agency_code: row.agency.to_string(),
        parent_code: row.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
        name: row.name.clone(),
        level_1: row.level_1,
    }
}
