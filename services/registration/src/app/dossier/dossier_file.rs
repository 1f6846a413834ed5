//! A dossier with everything that its use cases look at: catalogue, draft, master values.

use std::{collections::HashMap, sync::Arc};

use chassis::{ambient::new_id, db::Tx};
use kernel::{DossierId, EmployeeId, Person, Stage};
use sqlx::{PgConnection, Postgres, pool::PoolConnection};

use super::{master_values::MasterValues, person_vault::PersonVault};
use crate::{
    app::App,
    domain::{
        dossier::{
            draft::{Answer, Draft, Outcome, is_open},
            value::Value,
        },
        reference::field::Field,
    },
    store::{
        dossier::{
            dossier_fields::Kept,
            dossier_sheets::{self, Sheet, Wanted},
            dossiers::{self, Dossier, Held},
        },
        reference::reference_values,
    },
};

/// Labels of codes, by table and code, and whether they can still be chosen.
pub(super) type Labels = HashMap<(String, String), (String, bool)>;

/// Everything about one dossier. P1 and P2: no `Debug`.
pub(super) struct DossierFile {
    pub(super) dossier: Dossier,
    /// Of its version of the catalogue, in order: all, or those that were asked for.
    pub(super) fields: Arc<[Field]>,
    /// What the master data say now.
    pub(super) master: MasterValues,
    pub(super) vault: PersonVault,
    drafts: HashMap<String, Draft>,
    none: Draft,
}

impl App {
    /// The person's own dossier in the current campaign, opened if need be; `None` without a confirmed registration.
    pub(super) async fn own_dossier(&self, person: &Person) -> anyhow::Result<Option<DossierId>> {
        let employee = EmployeeId::from(person.person_id.as_uuid());
        let now = self.clock.now();
        let mut connection = self.db.read().await?;
        let Some(campaign) = self.current_campaign(&mut connection).await? else { return Ok(None) };
        if let Some(found) = dossiers::find_own(&mut connection, employee, &campaign.code).await? {
            return Ok(Some(found));
        }
        drop(connection);
        let app = self.clone();
        let open = async move |mut tx: Tx| {
            let id = DossierId::from(new_id(&app.clock));
            dossiers::open(&mut tx, id, employee, &campaign.code, now).await?;
            Ok(dossiers::find_own(&mut tx, employee, &campaign.code).await?)
        };
        self.db.write("open_dossier", open).await
    }

    /// The person's own file in the current campaign, opened if need be; `None` without a confirmed registration.
    pub(super) async fn own_file(
        &self,
        person: &Person,
    ) -> anyhow::Result<Option<(PoolConnection<Postgres>, DossierFile)>> {
        loop {
            let mut connection = self.db.read().await?;
            if let Some(file) = self.find_file(&mut connection, person, None).await? {
                return Ok(Some((connection, file)));
            }
            drop(connection);
            if self.own_dossier(person).await?.is_none() {
                return Ok(None);
            }
        }
    }

    /// The same as far as these fields go, if it has been opened; whole without keys.
    pub(super) async fn find_file(
        &self,
        connection: &mut PgConnection,
        person: &Person,
        keys: Option<&[String]>,
    ) -> anyhow::Result<Option<DossierFile>> {
        let employee = EmployeeId::from(person.person_id.as_uuid());
        self.load_file(connection, Wanted { employee, campaign_code: None, keys }).await
    }

    /// A dossier's file, held until the transaction ends; `None` when there is no such dossier.
    pub(super) async fn lock_file(
        &self,
        connection: &mut PgConnection,
        dossier: DossierId,
    ) -> anyhow::Result<Option<DossierFile>> {
        let Some(held) = dossiers::lock(connection, dossier).await? else { return Ok(None) };
        self.held_file(connection, &held).await.map(Some)
    }

    /// The file of a dossier that the transaction holds.
    pub(super) async fn held_file(&self, connection: &mut PgConnection, held: &Held) -> anyhow::Result<DossierFile> {
        let campaign_code = Some(held.campaign_code.as_str());
        let wanted = Wanted { employee: held.employee_id, campaign_code, keys: None };
        self.load_file(connection, wanted).await?.ok_or_else(|| anyhow::anyhow!("a held dossier vanished"))
    }

    async fn load_file(
        &self,
        connection: &mut PgConnection,
        wanted: Wanted<'_>,
    ) -> anyhow::Result<Option<DossierFile>> {
        let Some(sheet) = dossier_sheets::load(connection, wanted, self.clock.now()).await? else { return Ok(None) };
        let Sheet { dossier, master, attributes, drafts: kept } = sheet;
        let mut fields = self.catalogues.fields(connection, dossier.catalogue_version).await?;
        let whole = wanted.keys.is_none();
        if let Some(keys) = wanted.keys {
            fields = fields.iter().filter(|field| keys.contains(&field.key)).cloned().collect();
        }
        // Whatever is sealed is opened only for whoever asks for it.
        let vault = if whole || fields.iter().any(|field| field.sealed) {
            PersonVault::load(self, connection, dossier.employee_id).await?
        } else {
            PersonVault::closed()
        };
        let master = MasterValues::load(self, connection, (master, attributes), &fields, &vault, whole).await?;
        let mut drafts = HashMap::new();
        for kept in kept {
            let now = master.values.get(&kept.key).map(|value| self.check_tag(dossier.employee_id, &kept.key, value));
            drafts.insert(kept.key.clone(), draft(kept, now, &vault)?);
        }
        Ok(Some(DossierFile { dossier, fields, master, vault, drafts, none: Draft::default() }))
    }

    /// What a check remembers of the value that was found right: equal for the same person, field and value alone.
    pub(super) fn check_tag(&self, employee: EmployeeId, key: &str, value: &Value) -> [u8; 16] {
        self.master_key.blind_index("dossier-check").of(&format!("{employee}/{key}/{}", value.expose()))
    }
}

impl DossierFile {
    /// One of its fields; `None` where it was not asked for either.
    pub(super) fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// What has been answered to a field.
    pub(super) fn draft(&self, field: &Field) -> &Draft {
        self.drafts.get(&field.key).unwrap_or(&self.none)
    }

    /// The same as people see it: a check that lapsed is no answer while another can be given.
    pub(super) fn shown_draft(&self, field: &Field) -> Draft {
        let draft = self.draft(field).clone();
        if draft.lapsed && self.is_open(field) { Draft { answer: None, ..draft } } else { draft }
    }

    /// Remembers an answer that has been kept.
    pub(super) fn answered(&mut self, field: &Field, answer: Answer) {
        let draft = self.drafts.entry(field.key.clone()).or_default();
        *draft = Draft { revision: draft.revision + 1, answer: Some(answer), lapsed: false, ..draft.clone() };
    }

    /// Whether a field can be answered now.
    pub(super) fn is_open(&self, field: &Field) -> bool {
        is_open(self.dossier.life, field, self.draft(field))
    }

    /// Fields with what has been answered, in order.
    pub(super) fn answers(&self) -> impl Iterator<Item = (&Field, &Draft)> {
        self.fields.iter().map(|field| (field, self.draft(field)))
    }

    /// The labels of every code that the file shows.
    pub(super) async fn labels(&self, connection: &mut PgConnection) -> Result<Labels, sqlx::Error> {
        let mut codes = Vec::new();
        for (field, draft) in self.answers() {
            codes.extend(self.master.get(field).and_then(|value| code(field, value.expose())));
            if let Some(Answer::Correction(value)) = &draft.answer {
                codes.extend(code(field, value.expose()));
            }
        }
        labels_of(connection, &codes).await
    }
}

/// Table and code of a value; `None` where the field is no reference.
pub(super) fn code(field: &Field, value: &str) -> Option<(String, String)> {
    Some((field.reference_table.clone()?, value.to_owned()))
}

/// Labels of codes, each with its table.
pub(super) async fn labels_of(
    connection: &mut PgConnection,
    codes: &[(String, String)],
) -> Result<Labels, sqlx::Error> {
    if codes.is_empty() { Ok(Labels::new()) } else { reference_values::labels_of(connection, codes).await }
}

/// Label of a code and whether it can be chosen; `None` where there is no such code.
pub(super) fn label<'a>(labels: &'a Labels, field: &Field, value: &str) -> Option<&'a (String, bool)> {
    labels.get(&code(field, value)?)
}

fn draft(kept: Kept, tag_now: Option<[u8; 16]>, vault: &PersonVault) -> anyhow::Result<Draft> {
    let correction = vault.open(&kept.key, &kept.correction)?;
    let answer = match (&kept.checked_tag, correction) {
        (Some(_), _) => Some(Answer::Check),
        (None, correction) => correction.map(Answer::Correction),
    };
    let lapsed = kept.checked_tag.as_deref().is_some_and(|tag| tag_now.is_none_or(|now| now != tag));
    let stage = kept.return_stage.as_deref().map(Stage::parse).transpose()?;
    Ok(Draft {
        revision: u64::try_from(kept.revision)?,
        answer,
        lapsed,
        reopened: kept.reopened,
        returned: stage.zip(kept.return_reason_code),
        outcome: kept.outcome.as_deref().and_then(Outcome::parse),
    })
}
