//! Reference tables: what a code means. Agencies and units are reference tables too, read where they live.

use std::collections::{HashMap, HashSet};

use sqlx::PgConnection;

use crate::domain::reference::ReferenceRow;

/// What is looked for.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    /// One of those that the domain names.
    pub(crate) table: String,
    /// How label, code or a word of the label begins; empty for the first values.
    pub(crate) query: String,
    /// Of units: only this agency's.
    pub(crate) agency_code: Option<String>,
    /// How many at most.
    pub(crate) limit: u32,
}

/// A value that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReferenceValue {
    /// What is stored.
    pub(crate) code: String,
    /// What people read.
    pub(crate) label: String,
}

/// What codes mean, by table and code: label, and whether it can still be chosen. What is not there has no entry.
pub(crate) async fn labels_of(
    connection: &mut PgConnection,
    pairs: &[(String, String)],
) -> Result<HashMap<(String, String), (String, bool)>, sqlx::Error> {
    let (tables, codes): (Vec<String>, Vec<String>) = pairs.iter().cloned().unzip();
    let rows = sqlx::query!(
        r#"select asked.table_name as "table_name!", asked.code as "code!",
                coalesce(r.label, a.name, u.name) as "label!", coalesce(r.active, true) as "active!"
         from unnest($1::text[], $2::text[]) as asked (table_name, code)
         left join registration.reference_values r on r.table_name = asked.table_name and r.code = asked.code
         left join registration.agencies a on asked.table_name = 'instansi' and a.code = asked.code
         left join registration.org_units u on asked.table_name = 'unor' and u.code = asked.code
         where r.code is not null or a.code is not null or u.code is not null"#,
        &tables,
        &codes
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| ((row.table_name, row.code), (row.label, row.active))).collect())
}

/// Active values: first those whose label begins like the query, by label; then those whose code does; then those with a
/// word that does.
pub(crate) async fn search(connection: &mut PgConnection, search: &Search) -> Result<Vec<ReferenceValue>, sqlx::Error> {
    let limit = search.limit as usize;
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for place in PLACES {
        let mut after = Word { key: String::new(), code: String::new() };
        // A value may stand under several words of one beginning: the walk goes on until there are enough values.
        while found.len() < limit {
            let words = walk(connection, search, place, &after).await?;
            let walked = words.len();
            let Some(last) = words.last().cloned() else { break };
            after = last;
            found.extend(words.into_iter().map(|word| word.code).filter(|code| seen.insert(code.clone())));
            if walked < limit {
                break;
            }
        }
    }
    found.truncate(limit);
    let pairs: Vec<(String, String)> = found.into_iter().map(|code| (search.table.clone(), code)).collect();
    let mut labels = labels_of(connection, &pairs).await?;
    let value = |pair: (String, String)| {
        let (label, _) = labels.remove(&pair)?;
        Some(ReferenceValue { code: pair.1, label })
    };
    Ok(pairs.into_iter().filter_map(value).collect())
}

/// Where a key may stand, in the order of what people mean: label, code, later word.
const PLACES: [i16; 3] = [0, 1, 2];

#[derive(Clone)]
struct Word {
    key: String,
    code: String,
}

/// As many keys as values are asked for, from a place on. The bounds are written out, one at each end: with `like` a plan
/// for any pattern could not use the index, and of two lower bounds a walk may start at the wrong one.
async fn walk(
    connection: &mut PgConnection,
    search: &Search,
    place: i16,
    after: &Word,
) -> Result<Vec<Word>, sqlx::Error> {
    let limit = i64::from(search.limit);
    if let Some(agency) = search.agency_code.as_ref().filter(|_| search.table == "unor") {
        return sqlx::query_as!(
            Word,
            r#"select w.key, w.code from registration.reference_words w
             where w.agency_code = $7 and w.table_name = $1 and w.place = $2
               and (w.key, w.code) > (greatest(registration.reference_key($3) collate "C", $4), $5)
               and w.key < registration.reference_key($3) || chr(1114111)
               and (registration.reference_key($3) <> '' or btrim($3) = '')
             order by w.key, w.code limit $6"#,
            search.table,
            place,
            search.query,
            after.key,
            after.code,
            limit,
            agency
        )
        .fetch_all(connection)
        .await;
    }
    sqlx::query_as!(
        Word,
        r#"select w.key, w.code from registration.reference_words w
         where w.table_name = $1 and w.place = $2
           and (w.key, w.code) > (greatest(registration.reference_key($3) collate "C", $4), $5)
           and w.key < registration.reference_key($3) || chr(1114111)
           and (registration.reference_key($3) <> '' or btrim($3) = '')
         order by w.key, w.code limit $6"#,
        search.table,
        place,
        search.query,
        after.key,
        after.code,
        limit
    )
    .fetch_all(connection)
    .await
}

/// Adds or changes values; those that are so already stay untouched.
pub(crate) async fn put(connection: &mut PgConnection, rows: &[ReferenceRow]) -> Result<(), sqlx::Error> {
    let tables: Vec<String> = rows.iter().map(|row| row.table.to_owned()).collect();
    let codes: Vec<String> = rows.iter().map(|row| row.code.clone()).collect();
    let labels: Vec<String> = rows.iter().map(|row| row.label.clone()).collect();
    let active: Vec<bool> = rows.iter().map(|row| row.active).collect();
    sqlx::query!(
        "insert into registration.reference_values as v (table_name, code, label, active)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::boolean[])
         on conflict (table_name, code) do update
           set label = excluded.label, active = excluded.active, version = v.version + 1
           where (v.label, v.active) is distinct from (excluded.label, excluded.active)",
        &tables,
        &codes,
        &labels,
        &active
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What became of a value that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// It can be chosen now, and perhaps could before.
    Stands,
    /// Its code stands for another label; nothing changed.
    Taken,
}

/// Adds one value; one that was used no more can be chosen again.
pub(crate) async fn add(
    connection: &mut PgConnection,
    table: &str,
    code: &str,
    label: &str,
) -> Result<Put, sqlx::Error> {
    sqlx::query!(
        "insert into registration.reference_values as v (table_name, code, label) values ($1, $2, $3)
         on conflict (table_name, code) do update set active = true, version = v.version + 1
           where v.label = excluded.label and not v.active",
        table,
        code,
        label
    )
    .execute(&mut *connection)
    .await?;
    let stands = sqlx::query_scalar!(
        r#"select label = $3 and active as "stands!" from registration.reference_values
         where table_name = $1 and code = $2"#,
        table,
        code,
        label
    );
    Ok(if stands.fetch_one(connection).await? { Put::Stands } else { Put::Taken })
}
