//! Reading what is sent.

pub(super) use chassis::grpc::person;
use chassis::reason::Fields;
use kernel::AgencyCode;

/// The longest code of a campaign.
const CAMPAIGN: usize = 20;

/// The campaign's code; none when the latest is meant.
pub(super) fn campaign(fields: &mut Fields, code: String) -> Option<String> {
    let fits = code.len() <= CAMPAIGN && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    fields.require(fits, "campaign_code", "CAMPAIGN_CODE", "1 to 20 characters out of A-Z a-z 0-9 -, or nothing");
    Some(code).filter(|code| !code.is_empty())
}

/// The agency's code; none when all are meant.
pub(super) fn agency(fields: &mut Fields, code: &str) -> Option<AgencyCode> {
    if code.is_empty() { None } else { fields.read("agency_code", AgencyCode::parse(code)) }
}
