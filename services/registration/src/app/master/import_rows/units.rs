//! Org units ("Update Unor").

use std::collections::{BTreeSet, HashSet};

use chassis::db::Tx;
use proto::registration::v1::OrgUnit;
use uuid::Uuid;

use super::{
    ImportRowsError,
    intake::{EVENT_SIZE, Intake, Merged},
};
use crate::{
    app::App,
    domain::master::import::{Doubt, Record, RowProblem, UNIT_COLUMNS, UnitRow, UnitTree},
    store::master::{
        import_seen,
        organisation::{self, PlacedUnit},
    },
    tells,
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

    async fn merge(app: &App, tx: &mut Tx, import_id: Uuid, batch: Self::Batch) -> Result<Merged, ImportRowsError> {
        let keys: Vec<String> = batch.iter().map(|row| row.code.to_string()).collect();
        import_seen::add(tx, import_id, &keys).await?;
        let moved_along = organisation::list_moved_along(tx, &batch).await?;
        let changed: BTreeSet<String> = organisation::put_units(tx, &batch).await?.into_iter().collect();
        let agencies = batch.iter().filter(|row| changed.contains(row.code.as_str())).map(|row| row.agency.to_string());
        let agencies: BTreeSet<String> = agencies.collect();
        organisation::close_trees(tx, &agencies.into_iter().collect::<Vec<_>>()).await?;
        let moved_along: Vec<String> = moved_along.into_iter().filter(|code| !changed.contains(code)).collect();
        organisation::count_up_units(tx, &moved_along).await?;
        let told: Vec<String> = changed.into_iter().chain(moved_along).collect();
        let told: Vec<OrgUnit> = organisation::placed_units(tx, &told).await?.into_iter().map(message).collect();
        for units in told.chunks(EVENT_SIZE) {
            tells::org_units_imported(&app.outbox, tx, units.to_vec()).await?;
        }
        Ok(Merged { accepted: batch.len() as i64, refused: Vec::new() })
    }
}

fn message(unit: PlacedUnit) -> OrgUnit {
    OrgUnit {
        code: unit.code,
        agency_code: unit.agency_code,
        parent_code: unit.parent_code.unwrap_or_default(),
        name: unit.name,
        level_1: unit.level_1,
        ancestor_codes: unit.ancestor_codes,
        version: unit.version.unsigned_abs(),
    }
}
