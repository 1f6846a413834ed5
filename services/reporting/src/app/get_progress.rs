//! Progress per agency, or per unit of one agency, within a jurisdiction.

use chassis::cursor;
use kernel::{AgencyCode, Jurisdiction, Person, UnitCode};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use thiserror::Error;
use time::OffsetDateTime;

use super::App;
use crate::{
    domain::{area::Area, counts::Counts},
    store::{
        fact_projection,
        view_agencies::{self, Place},
        view_counts, view_org_units, view_registrations,
    },
};

/// What is asked.
#[derive(Debug)]
pub(crate) struct ProgressQuery {
    /// None for the latest.
    pub(crate) campaign: Option<String>,
    /// Its units; none for the agencies themselves.
    pub(crate) agency: Option<AgencyCode>,
    /// 1 to 500.
    pub(crate) page_size: u32,
    /// From the page before.
    pub(crate) cursor: Option<String>,
}

/// One page.
pub(crate) struct ProgressPage {
    /// By code.
    pub(crate) rows: Vec<(Place, Counts)>,
    /// For the next page; `None` at the end.
    pub(crate) next_cursor: Option<String>,
    /// Of all pages together.
    pub(crate) total: Counts,
    /// When the newest event that is counted happened; none before the first.
    pub(crate) as_of: Option<OffsetDateTime>,
}

/// Why there is no page.
#[derive(Debug, Error)]
pub(crate) enum ProgressError {
    /// Not a cursor that this person was given for this question.
    #[error("cursor invalid")]
    CursorInvalid,
    /// Unexpected.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for ProgressError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// After which code of which list a page begins.
#[derive(Serialize, Deserialize)]
struct After {
    campaign: String,
    agency: Option<String>,
    code: String,
}

/// One question to the projections.
struct Look<'a> {
    generation: i64,
    campaign: &'a str,
    after: &'a str,
    limit: i64,
}

type Page = (Vec<(Place, Counts)>, Counts);

impl App {
    /// Lists progress within the person's jurisdiction; what lies outside does not exist.
    pub(crate) async fn get_progress(
        &self,
        person: &Person,
        query: ProgressQuery,
    ) -> Result<ProgressPage, ProgressError> {
        let sealer = self.master_key.sealer("progress-cursor");
        let agency = query.agency.as_ref().map(ToString::to_string);
        let after = match &query.cursor {
            Some(cursor) => {
                let after: After =
                    cursor::open(&sealer, person.person_id, cursor).map_err(|_| ProgressError::CursorInvalid)?;
                let same = after.agency == agency && query.campaign.as_ref().is_none_or(|code| *code == after.campaign);
                Some(after).filter(|_| same).ok_or(ProgressError::CursorInvalid)?
            }
            None => After { campaign: query.campaign.unwrap_or_default(), agency: agency.clone(), code: String::new() },
        };
        let mut connection = self.db.read().await?;
        let connection = &mut *connection;
        let generation = fact_projection::current(connection).await?;
        let as_of = fact_projection::as_of(connection).await?;
        let campaign = match after.campaign {
            code if !code.is_empty() => code,
            _ => view_registrations::latest_campaign(connection, generation).await?.unwrap_or_default(),
        };
        let limit = i64::from(query.page_size) + 1;
        let look = Look { generation, campaign: &campaign, after: &after.code, limit };
        let (mut rows, total) = look.answer(connection, &person.jurisdiction, query.agency.as_ref()).await?;
        let more = rows.len() > query.page_size as usize;
        rows.truncate(query.page_size as usize);
        let next_cursor = rows.last().filter(|_| more).map(|(last, _)| {
            let place = After { campaign: campaign.clone(), agency, code: last.code.clone() };
            cursor::seal(&sealer, person.person_id, &place)
        });
        Ok(ProgressPage { rows, next_cursor, total, as_of })
    }
}

impl Look<'_> {
    async fn answer(
        &self,
        connection: &mut PgConnection,
        jurisdiction: &Jurisdiction,
        agency: Option<&AgencyCode>,
    ) -> Result<Page, sqlx::Error> {
        match (jurisdiction, Area::of(jurisdiction, agency)) {
            (Jurisdiction::Unit(unit), _) => self.subtree(connection, unit, agency).await,
            (_, None) => Ok(Page::default()),
            (_, Some(area)) if agency.is_some() => self.units(connection, &area).await,
            (_, Some(area)) => self.agencies(connection, &area).await,
        }
    }

    async fn agencies(&self, connection: &mut PgConnection, area: &Area) -> Result<Page, sqlx::Error> {
        let places = view_agencies::page(connection, self.generation, area, self.after, self.limit).await?;
        let codes: Vec<String> = places.iter().map(|place| place.code.clone()).collect();
        let mut counts = view_counts::of_agencies(connection, self.generation, self.campaign, &codes).await?;
        let total = view_counts::of_area(connection, self.generation, self.campaign, area).await?;
        let rows = places.into_iter().map(|place| {
            let counts = counts.remove(&place.code).unwrap_or_default();
            (place, counts)
        });
        Ok((rows.collect(), total))
    }

    async fn units(&self, connection: &mut PgConnection, area: &Area) -> Result<Page, sqlx::Error> {
        let places = view_org_units::page_of_agency(connection, self.generation, area, self.after, self.limit).await?;
        let total = view_counts::of_area(connection, self.generation, self.campaign, area).await?;
        Ok((self.with_counts(connection, places).await?, total))
    }

    /// A unit's officer sees the one agency as far as it is theirs, or the units below their own.
    async fn subtree(
        &self,
        connection: &mut PgConnection,
        unit: &UnitCode,
        asked: Option<&AgencyCode>,
    ) -> Result<Page, sqlx::Error> {
        let own = view_agencies::of_unit(connection, self.generation, unit.as_str()).await?;
        let Some(own) = own.filter(|own| asked.is_none_or(|asked| asked.as_str() == own.code)) else {
            return Ok(Page::default());
        };
        let total = view_counts::of_subtree(connection, self.generation, self.campaign, unit.as_str()).await?;
        if asked.is_none() {
            let here = own.code.as_str() > self.after;
            return Ok((here.then_some((own, total)).into_iter().collect(), total));
        }
        let Self { generation, after, limit, .. } = *self;
        let places =
            view_org_units::page_of_subtree(connection, generation, unit.as_str(), &own.code, after, limit).await?;
        Ok((self.with_counts(connection, places).await?, total))
    }

    async fn with_counts(
        &self,
        connection: &mut PgConnection,
        units: Vec<Place>,
    ) -> Result<Vec<(Place, Counts)>, sqlx::Error> {
        let codes: Vec<String> = units.iter().map(|unit| unit.code.clone()).collect();
        let mut counts = view_counts::of_units(connection, self.generation, self.campaign, &codes).await?;
        let rows = units.into_iter().map(|unit| {
            let counts = counts.remove(&unit.code).unwrap_or_default();
            (unit, counts)
        });
        Ok(rows.collect())
    }
}
