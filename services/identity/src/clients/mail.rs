//! Where mail goes: an SMTP server, or a directory on a machine that has none.

use std::path::PathBuf;

use anyhow::Context as _;
use futures::future::{BoxFuture, FutureExt as _};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use uuid::Uuid;

use crate::app::ports::Post;

/// The way out that is set.
#[derive(Clone)]
pub(crate) enum Mailer {
    /// A file `<id>.eml` per mail; sending it again writes the same file.
    Directory(PathBuf),
    /// `smtp://` or `smtps://` with credentials in the URL.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl Mailer {
    /// Chooses by what is set.
    ///
    /// # Errors
    /// The URL is malformed, or nothing is set.
    pub(crate) fn new(directory: Option<PathBuf>, smtp_url: Option<&str>) -> anyhow::Result<Self> {
        match (smtp_url, directory) {
            (Some(url), _) => {
                Ok(Self::Smtp(AsyncSmtpTransport::<Tokio1Executor>::from_url(url).context("EPUPNS_SMTP_URL")?.build()))
            }
            (None, Some(directory)) => Ok(Self::Directory(directory)),
            (None, None) => anyhow::bail!("one of EPUPNS_SMTP_URL and EPUPNS_MAIL_DIR must be set"),
        }
    }

    async fn hand_over(&self, id: Uuid, message: Message) -> anyhow::Result<()> {
        match self {
            Self::Directory(directory) => {
                tokio::fs::create_dir_all(directory).await.context("making EPUPNS_MAIL_DIR")?;
                let unfinished = directory.join(format!(".{id}.part"));
                tokio::fs::write(&unfinished, message.formatted()).await.context("writing mail")?;
                tokio::fs::rename(&unfinished, directory.join(format!("{id}.eml"))).await.context("writing mail")
            }
            Self::Smtp(server) => match server.send(message).await {
                Ok(_) => Ok(()),
                // A server's own words may quote the recipient.
                Err(error) => Err(anyhow::anyhow!(
                    "mail server: {}",
                    error.status().map_or_else(|| "no answer".to_owned(), |code| code.to_string())
                )),
            },
        }
    }
}

impl Post for Mailer {
    fn send(&self, id: Uuid, message: Message) -> BoxFuture<'_, anyhow::Result<()>> {
        self.hand_over(id, message).boxed()
    }
}
