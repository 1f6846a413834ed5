//! Tidies up: accounts whose registration never came to be, sessions and mails long over, looks of years ago.

use std::time::Duration;

use chassis::jobs::{Holder, Pass, Schedule, look_first};
use kernel::{AccountId, RegistrationNumber};
use time::Duration as Span;
use tokio_util::sync::CancellationToken;

use crate::{
    app::App,
    domain::account::State,
    store::{access_log, accounts, outgoing_mail, sessions},
};

/// The lease is renewed before each question to registration, which has 5 s to answer.
pub(crate) const SCHEDULE: Schedule = Schedule { name: "sweep", every: Duration::from_secs(60) };
/// Reservations lapse after ten minutes, and say so; whoever is left after thirty was missed.
const ORPHAN_AFTER: Span = Span::minutes(30);
const KEEP_SESSIONS: Span = Span::days(7);
const KEEP_SENT_MAIL: Span = Span::days(7);
/// Mails, and lines of the access log, that one pass forgets: its transaction stays short whatever has piled up, and the next
/// pass follows at once.
const BATCH: i64 = 10_000;

/// Sweeps until `stop`.
pub(crate) async fn run(app: App, holder: Holder, stop: CancellationToken) {
    look_first(holder, SCHEDULE, stop, async |pass| app.sweep(&pass).await).await;
}

impl App {
    /// One pass, as long as the lease holds; true when there is more to do.
    pub(crate) async fn sweep(&self, pass: &Pass) -> anyhow::Result<bool> {
        self.sweep_orphans(pass).await?;
        let now = self.clock.now();
        let (sessions_before, mails_before) = (now - KEEP_SESSIONS, now - KEEP_SENT_MAIL);
        let looks_before = now - self.access_log_kept;
        let anything = {
            let mut connection = self.db.read().await?;
            sessions::any_expired(&mut connection, sessions_before).await?
                || outgoing_mail::any_done(&mut connection, mails_before).await?
                || access_log::any_old(&mut connection, looks_before).await?
        };
        if !anything || !pass.goes_on().await? {
            return Ok(false);
        }
        let more = self.db.write(SCHEDULE.name, async move |mut tx| {
            let sessions = sessions::delete_expired(&mut tx, sessions_before).await?;
            let mails = outgoing_mail::delete_done(&mut tx, mails_before, BATCH).await?;
            let looks = access_log::delete_old(&mut tx, looks_before, BATCH).await?;
            Ok::<_, sqlx::Error>(sessions == 1000 || [mails, looks].contains(&BATCH.unsigned_abs()))
        });
        Ok(more.await?)
    }

    /// Age alone proves nothing: with the stream away for an hour, `RegistrationSubmitted` comes an hour late. Only an
    /// account whose number registration does not know is an orphan; while registration cannot be asked, all stay.
    async fn sweep_orphans(&self, pass: &Pass) -> anyhow::Result<()> {
        let old = {
            let mut connection = self.db.read().await?;
            accounts::list_prepared(&mut connection, self.clock.now() - ORPHAN_AFTER).await?
        };
        for (id, number) in old {
            if !pass.goes_on().await? {
                return Ok(());
            }
            let number = RegistrationNumber::parse(&number)?;
            match self.registration.is_forgotten(number).await {
                Ok(true) => self.erase_orphan(id).await?,
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(
                        error = format!("{error:#}"),
                        "cannot ask whether old prepared accounts are orphans"
                    );
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    async fn erase_orphan(&self, id: AccountId) -> anyhow::Result<()> {
        let app = self.clone();
        let erased = self.db.write(SCHEDULE.name, async move |mut tx| {
            accounts::hold(&mut tx, id).await?;
            let Some(account) = accounts::find(&mut tx, id).await?.filter(|found| found.state == State::Prepared)
            else {
                return Ok(false);
            };
            app.erase_account(&mut tx, &account).await?;
            anyhow::Ok(true)
        });
        if erased.await? {
            tracing::info!(account_id = %id, "an account without a registration is erased");
        }
        Ok(())
    }
}
