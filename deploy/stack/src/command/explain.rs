//! How an error is told: what, why, and last what to do.

/// What each link of the chain says, and then their remedies.
pub(crate) fn explain(error: &anyhow::Error) -> String {
    let (mut what, mut remedies) = (Vec::new(), String::new());
    for link in error.chain() {
        let text = link.to_string();
        let (said, remedy) = text.split_once("\nremedy: ").unwrap_or((&text, ""));
        what.push(said.to_owned());
        if !remedy.is_empty() {
            remedies += &format!("\nremedy: {remedy}");
        }
    }
    what.join(": ") + &remedies
}

#[cfg(test)]
mod tests {
    use super::explain;

    #[test]
    fn the_remedy_comes_last() {
        let error = anyhow::anyhow!("refused").context("nobody answers\nremedy: start it").context("the servers");
        assert_eq!(explain(&error), "the servers: nobody answers: refused\nremedy: start it");
        assert_eq!(explain(&anyhow::anyhow!("plain")), "plain");
    }
}
