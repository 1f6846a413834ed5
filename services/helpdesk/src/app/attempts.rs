//! Looking up a number's status is counted for each number: with all replicas together, and by this process at a third while
//! Redis is away. Nobody is locked out for long: whoever waits as long as they are told gets in.

use std::time::Duration;

use chassis::budget::Budget;
use kernel::ReportNumber;
use metrics::counter;

use super::App;

/// Ten at once, then one every half a minute.
const LOOKS: Budget = Budget { burst: 10, interval: Duration::from_secs(30) };

/// The budget is used up.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("too many attempts")]
pub(crate) struct TooManyAttempts {
    /// An attempt after that is heard.
    pub(crate) retry_after: Duration,
}

impl App {
    /// Takes one look at a number's status, whether there is such a number or not.
    pub(crate) async fn take_look(&self, number: &ReportNumber) -> Result<(), TooManyAttempts> {
        let key = format!("helpdesk:status:{number}");
        let wait = self.limiter.take(&[(key.as_str(), LOOKS)]).await;
        let Some(retry_after) = wait else { return Ok(()) };
        counter!("epupns_attempts_refused_total", "kind" => "ticket_status").increment(1);
        Err(TooManyAttempts { retry_after })
    }
}
