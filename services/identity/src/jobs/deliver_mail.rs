//! Sends queued mail, at least once, with a Message-ID that tells a second copy.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use chassis::jobs::{Holder, Pass, Schedule, look_first};
use lettre::{
    Message,
    message::{Mailbox, header::ContentType},
};
use metrics::{counter, gauge};
use time::Duration as Span;
use tokio_util::sync::CancellationToken;

use crate::{
    app::{App, ports::Post},
    domain::letter::Letter,
    store::outgoing_mail::{self, Due},
};

/// The lease is renewed before each mail, and one mail takes at most [`PATIENCE`]: a stalled server cannot outlast it.
pub(crate) const SCHEDULE: Schedule = Schedule { name: "deliver_mail", every: Duration::from_secs(1) };
/// Then the address, not the server, must be at fault.
const GIVE_UP_AFTER: Span = Span::days(3);
/// For one mail; a server that says nothing must not hold the others, nor a process that stops (which has 20 s).
const PATIENCE: Duration = Duration::from_secs(10);

/// Delivers until `stop`.
pub(crate) async fn run(app: App, post: Arc<dyn Post>, from: Mailbox, holder: Holder, stop: CancellationToken) {
    look_first(holder, SCHEDULE, stop, async |pass| app.deliver_mail(&*post, &from, &pass).await).await;
}

impl App {
    /// Tries what is due once, as long as the lease holds; true when more may be due.
    pub(crate) async fn deliver_mail(&self, post: &dyn Post, from: &Mailbox, pass: &Pass) -> anyhow::Result<bool> {
        let due = {
            let mut connection = self.db.read().await?;
            let (waiting, oldest) = outgoing_mail::backlog(&mut connection).await?;
            gauge!("epupns_mail_waiting").set(waiting as f64);
            let age = oldest.map_or(0.0, |oldest| (self.clock.now() - oldest).as_seconds_f64());
            gauge!("epupns_mail_oldest_age_seconds").set(age.max(0.0));
            outgoing_mail::list_due(&mut connection, self.clock.now()).await?
        };
        let mut delivered = 0;
        for mail in &due {
            if !pass.goes_on().await? {
                return Ok(false);
            }
            let sent = self.message(mail, from);
            let sent = match sent {
                Ok(message) => tokio::time::timeout(PATIENCE, post.send(mail.mail_id, message))
                    .await
                    .unwrap_or_else(|_| Err(anyhow::anyhow!("no answer within 10 s"))),
                Err(error) => Err(error),
            };
            delivered += usize::from(sent.is_ok());
            self.note(mail, sent).await?;
        }
        Ok(delivered > 0)
    }

    fn message(&self, mail: &Due, from: &Mailbox) -> anyhow::Result<Message> {
        let letter: Letter = serde_json::from_slice(&self.outgoing_mail().open(&mail.sealed)?)?;
        Message::builder()
            .message_id(Some(format!("<{}@epupns>", mail.mail_id)))
            .date(mail.created_at.into())
            .from(from.clone())
            .to(letter.to.parse().context("an address that was checked before")?)
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text)
            .context("building a mail")
    }

    async fn note(&self, mail: &Due, sent: anyhow::Result<()>) -> Result<(), sqlx::Error> {
        let (id, now) = (mail.mail_id, self.clock.now());
        let over = now - mail.created_at > GIVE_UP_AFTER;
        let outcome = match &sent {
            Ok(()) => "sent",
            Err(_) if over => "given_up",
            Err(_) => "postponed",
        };
        counter!("epupns_mail_total", "outcome" => outcome).increment(1);
        if let Err(error) = &sent {
            tracing::warn!(mail_id = %id, attempts = mail.attempts + 1, outcome, error = format!("{error:#}"), "mail not sent");
        }
        let due_at = now + backoff(mail.attempts);
        let done = sent.is_ok() || over;
        let noted = self.db.write(SCHEDULE.name, async move |mut tx| {
            if done {
                outgoing_mail::finish(&mut tx, id, now).await
            } else {
                outgoing_mail::postpone(&mut tx, id, due_at).await
            }
        });
        noted.await
    }
}

/// 5 s, 10 s, 20 s, ... at most 10 minutes.
fn backoff(attempts: i32) -> Span {
    let doubled = attempts.clamp(0, 7);
    (Span::seconds(5) * 2_i32.pow(doubled.unsigned_abs())).min(Span::minutes(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stalled_server_is_left_long_before_the_lease_ends() {
        assert!(PATIENCE * 2 < chassis::jobs::TERM);
    }

    #[test]
    fn an_hour_without_a_server_is_a_dozen_tries_not_a_thousand() {
        let mut waited = Span::ZERO;
        let tries = (0..).take_while(|tries| {
            waited += backoff(*tries);
            waited < Span::hours(1)
        });
        assert!((8..20).contains(&tries.count()));
    }
}
