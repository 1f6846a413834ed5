//! Proof-of-work challenges, solved as the widget in a browser does.

use altcha::{Challenge as AltchaChallenge, Payload, SolveChallengeOptions, solve_challenge};
use anyhow::Context as _;
use data_encoding::BASE64;

/// The payload of the solution: JSON in base64, as the widget sends it.
///
/// # Errors
/// It is no challenge, or there is no solution in time.
pub fn solve(json: &str) -> anyhow::Result<String> {
    let challenge = read(json).context("this is no challenge\nremedy: pipe in its JSON, unchanged")?;
    let solution = solve_challenge(SolveChallengeOptions::new(&challenge));
    let solution = solution.context("the challenge is malformed\nremedy: pipe in its JSON, unchanged")?;
    let solution = solution.context("no solution within 90 s\nremedy: ask for a new challenge")?;
    Ok(BASE64.encode(&serde_json::to_vec(&Payload { challenge, solution })?))
}

/// The challenge, alone or inside the gateway's answer.
fn read(json: &str) -> serde_json::Result<AltchaChallenge> {
    let mut value: serde_json::Value = serde_json::from_str(json)?;
    let inner = value.get_mut("challenge").map(serde_json::Value::take);
    serde_json::from_value(inner.unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use altcha::{CreateChallengeOptions, VerifySolutionOptions, create_challenge, verify_solution};

    use super::*;

    #[test]
    fn a_solution_is_what_the_server_takes() {
        let challenge = create_challenge(CreateChallengeOptions {
            algorithm: "PBKDF2/SHA-256".to_owned(),
            cost: 1,
            hmac_signature_secret: Some("secret".to_owned()),
            ..CreateChallengeOptions::default()
        });
        let solved = solve(&serde_json::to_string(&challenge.unwrap()).unwrap()).unwrap();
        let payload: Payload = serde_json::from_slice(&BASE64.decode(solved.as_bytes()).unwrap()).unwrap();
        let options = VerifySolutionOptions::new(&payload.challenge, &payload.solution, "secret");
        assert!(verify_solution(options).unwrap().verified);
    }

    #[test]
    fn what_is_no_challenge_is_refused_with_a_remedy() {
        assert!(solve("{}").unwrap_err().to_string().contains("remedy: "));
    }
}
