//! The second factor: RFC 6238 with SHA-1, 6 digits, 30 s, as every authenticator app reads it.

use data_encoding::BASE32_NOPAD;
use time::OffsetDateTime;
use totp_rs::{Algorithm, Builder, Secret, Totp};
use zeroize::Zeroizing;

/// Bytes of a shared secret (RFC 4226, 4: 160 bits).
pub(crate) const SECRET_LENGTH: usize = 20;

const STEP: u64 = 30;

/// The step whose code this is, at most one before or after now and later than `last_step`; `None` when there is none.
///
/// Steps only go forward: a code that was seen on the way cannot be used again.
#[must_use]
pub(crate) fn accept(
    secret: &[u8; SECRET_LENGTH],
    code: &str,
    now: OffsetDateTime,
    last_step: Option<i64>,
) -> Option<i64> {
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let now = u64::try_from(now.unix_timestamp()).ok()?;
    let step = totp(secret).check(code, now)?;
    i64::try_from(step).ok().filter(|step| last_step.is_none_or(|last| *step > last))
}

/// What the authenticator app reads, once: an `otpauth://` URI. Secret.
#[must_use]
pub(crate) fn uri(secret: &[u8; SECRET_LENGTH], username: &str) -> Zeroizing<String> {
    let secret = Zeroizing::new(BASE32_NOPAD.encode(secret));
    Zeroizing::new(format!(
        "otpauth://totp/e-PUPNS:{username}?secret={}&issuer=e-PUPNS&algorithm=SHA1&digits=6&period={STEP}",
        *secret
    ))
}

fn totp(secret: &[u8; SECRET_LENGTH]) -> Totp {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP)
        .with_secret(Secret::new_stack(*secret))
        .build_noncompliant()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The secret of RFC 6238's test vectors.
    const VECTOR: &[u8; SECRET_LENGTH] = b"12345678901234567890";

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_6238_are_accepted() {
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(accept(VECTOR, code, at(seconds), None), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn one_step_early_or_late_is_accepted_and_no_more() {
        assert_eq!(accept(VECTOR, "287082", at(29), None), Some(1));
        assert_eq!(accept(VECTOR, "287082", at(89), None), Some(1));
        assert_eq!(accept(VECTOR, "287082", at(90), None), None);
    }

    #[test]
    fn a_code_is_accepted_once_and_none_before_it() {
        assert_eq!(accept(VECTOR, "287082", at(59), Some(0)), Some(1));
        assert_eq!(accept(VECTOR, "287082", at(59), Some(1)), None);
        assert_eq!(accept(VECTOR, "287082", at(59), Some(2)), None);
    }

    #[test]
    fn only_six_digits_are_a_code() {
        for code in ["", "28708", "2870822", " 287082", "287 082", "\u{662}87082"] {
            assert_eq!(accept(VECTOR, code, at(59), None), None, "{code}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_moves_forward(secret: [u8; SECRET_LENGTH], start in 0_i64..4_000_000_000, skips in prop::collection::vec(0_i64..90, 1..8)) {
            let (mut now, mut last) = (start, None);
            for skip in skips {
                now += skip;
                let code = totp(&secret).generate(u64::try_from(now).unwrap()).to_string();
                if let Some(step) = accept(&secret, &code, at(now), last) {
                    prop_assert!(last.is_none_or(|last| step > last));
                    prop_assert!((step - now / 30).abs() <= 1);
                    prop_assert_eq!(accept(&secret, &code, at(now), Some(step)), None);
                    last = Some(step);
                }
            }
        }
    }

    #[test]
    fn the_uri_carries_the_secret_in_base32() {
        let uri = uri(VECTOR, "siti.bkd");
        assert!(
            uri.starts_with("otpauth://totp/e-PUPNS:siti.bkd?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=e-PUPNS")
        );
    }
}
