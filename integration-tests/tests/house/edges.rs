//! Gateway and portal speak by one contract: neither spells a header or a cookie of it by itself.

use crate::{
    finding::Finding,
    tokens::{Token, tokens},
    tree::{EDGES, Tree},
};

/// What the names of the contract begin with.
const SPELLED: [&str; 3] = ["x-epupns-", "epupns-passport", "__Host-epupns"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in EDGES.iter().flat_map(|edge| tree.files(&format!("services/{edge}/src"), ".rs")) {
        // What somebody outside may send is spelled out.
        if source.path.ends_with("/tests.rs") {
            continue;
        }
        for token in tokens(&source.path, &source.text).iter() {
            let spelled = Token::text(token).filter(|text| SPELLED.iter().any(|start| text.starts_with(start)));
            if let Some(name) = spelled {
                let rule = format!("the contract between the edges stands once: {name:?}");
                findings.push(Finding::at(&source.path, token.line, rule, "name it in services/doorway, and use that"));
            }
        }
    }
    findings
}

#[test]
fn the_edges_speak_by_one_contract() {
    crate::finding::none(&check(&Tree::ours()));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    #[test]
    fn a_header_or_a_cookie_that_an_edge_spells_is_found() {
        for (path, text) in [
            ("services/gateway/src/proxy.rs", "const CLIENT: &str = \"x-epupns-client\";"),
            ("services/gateway/src/proxy.rs", "headers.insert(\"epupns-passport\", passport);"),
            ("services/portal/src/visit.rs", "fn f() { header(\"__Host-epupns-language\") }"),
        ] {
            finding::one(&check(&MadeUp::of(&[(path, text)]).tree()), &format!("{path}:1"));
        }
    }

    #[test]
    fn what_speaks_of_one_or_sends_a_forged_one_passes() {
        let tree = [
            (
                "services/gateway/src/http.rs",
                "const TEXT: &str = \"as the cookie `__Host-epupns`\"; // x-epupns-client",
            ),
            ("services/gateway/src/proxy/tests.rs", "const FORGED: &str = \"x-epupns-client\";"),
            ("services/doorway/src/told.rs", "const CLIENT: &str = \"x-epupns-client\";"),
        ];
        finding::none(&check(&MadeUp::of(&tree).tree()));
    }
}
