//! The agencies that have a feed in this installation, as NATS knows them.

use anyhow::{Context, Result};
use kernel::{AgencyCode, agency_feed};

use crate::secrets::Secrets;

/// Agencies of the demo data whose systems listen: a ministry, a province, a city.
pub const FED_AGENCIES: [&str; 3] = ["1001", "3500", "3573"];

const ACCOUNT: &str = include_str!("../../nats/agency_account.conf");

/// The user of NATS of an agency's system; its inbox is `_INBOX.<user>`.
///
/// # Panics
/// When the text is no agency's code.
#[must_use]
pub fn agency_user(code: &str) -> String {
    let code = AgencyCode::parse(code).expect("a code of an agency");
    format!("agency.{}", agency_feed::token(&code))
}

/// `agencies.conf`: an account for each of [`FED_AGENCIES`].
pub(crate) fn accounts(secrets: &Secrets) -> Result<String> {
    let mut text = String::new();
    for code in FED_AGENCIES {
        let agency = AgencyCode::parse(code).with_context(|| format!("{code} as an agency's code"))?;
        let nkey = secrets.nkey_public(&agency_user(code))?;
        text +=
            &ACCOUNT.replace("{code}", code).replace("{token}", &agency_feed::token(&agency)).replace("{nkey}", &nkey);
    }
    Ok(text)
}
