//! How much of the machine the clients themselves have used: on one machine they take it from what they measure.

/// Linux counts in hundredths of a second, whatever the kernel's own tick is.
const TICKS: f64 = 100.0;

/// Seconds of processor time that this process has used; `None` where there is no /proc.
pub(super) fn seconds() -> Option<f64> {
    parse(&std::fs::read_to_string("/proc/self/stat").ok()?)
}

/// The program's name may hold blanks and brackets: counting starts behind it.
fn parse(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((user + system) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_and_system_time_are_added() {
        let stat = "12 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 1 0";
        assert_eq!(parse(stat), Some(3.0));
        assert_eq!(parse("nonsense"), None);
    }
}
