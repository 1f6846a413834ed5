//! Our own tree, broken on purpose: a copy of it is damaged in one place, and the check in charge must notice.

use crate::{
    contract::Contract, crates, events, finding::Finding, imports, made_up::MadeUp, permissions, shape, subjects,
    topology, tree::Tree, verbs,
};

type Check = fn(&Tree) -> Vec<Finding>;

/// What is done to a file.
enum Damage {
    Append(&'static str),
    Replace(&'static str, &'static str),
    Remove,
}
use Damage::{Append, Remove, Replace};

/// Where below `services/`, what is done, and what that means.
type Case = (&'static str, Damage, &'static str);

/// Who must notice what.
const DAMAGES: [(Check, &[Case]); 8] = [
    (
        imports::check,
        &[
            (
                "registration/src/store/registration/registrations.rs",
                Append("use crate::app::App;"),
                "the store calls upwards",
            ),
            ("registration/src/domain/registration.rs", Append("use chassis::ambient::Clock;"), "a domain has a clock"),
            ("registration/src/app/registration/register.rs", Append("use sqlx::query;"), "a use case has SQL"),
            (
                "registration/src/grpc/registration/register.rs",
                Append("use crate::store::imports;"),
                "the door calls the store",
            ),
        ],
    ),
    (
        subjects::check,
        &[(
            "registration/src/app/registration/register.rs",
            Append("use crate::app::dossier::submit_dossier;"),
            "registering knows dossiers",
        )],
    ),
    (
        crates::check,
        &[("registration/Cargo.toml", Append("[target.x.dependencies]\nidentity = {}"), "it depends on identity")],
    ),
    (
        |tree| permissions::check(tree, &Contract::compiled()),
        &[
            ("registration/src/grpc/permissions.rs", Replace("\"Register\"", "\"CheckCard\""), "an rpc lost its row"),
            (
                "registration/src/grpc/permissions.rs",
                Replace(".DossierService", ".RegistrationService"),
                "rows change service",
            ),
        ],
    ),
    (
        |tree| verbs::check(tree, &Contract::compiled(), verbs::EXCEPTIONS),
        &[("registration/src/app/registration/register.rs", Remove, "a verb lost its use case")],
    ),
    (
        |tree| events::check(tree, &Contract::compiled(), events::UNTOLD),
        &[
            ("registration/src/tells.rs", Replace("fn registration_lapsed", "fn lapsed"), "nobody publishes it"),
            (
                "registration/src/app/registration/register.rs",
                Append("fn f() { o.tell(m) }"),
                "a use case tells by itself",
            ),
        ],
    ),
    (
        shape::check,
        &[
            ("registration/src/main.rs", Append("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n//"), "main.rs grows"),
            ("registration/migrations/0104_registrations.sql", Replace("--", ""), "a migration does not say why"),
            ("verification/README.md", Replace("Hears", "Hearsay"), "a front page lost a heading"),
            ("kernel/src/nip.rs", Append("#[test]\n#[ignore]\nfn f() {}"), "a test is ignored"),
        ],
    ),
    (
        topology::check,
        &[("verification/src/settings.rs", Replace("IDENTITY_ADDRESS", "OTHER_ADDRESS"), "an address is not read")],
    ),
];

#[test]
fn every_damage_to_our_own_tree_is_noticed() {
    let copy = MadeUp::copy_of(&Tree::ours());
    let tree = copy.tree();
    for (check, cases) in DAMAGES {
        let before = check(&tree);
        for (below, damage, what) in cases {
            let path = format!("services/{below}");
            let whole = tree.read(&path).unwrap_or_else(|| panic!("{path} is not there to be damaged"));
            let damaged = match damage {
                Append(more) => Some(format!("{whole}\n{more}\n")),
                Replace(old, new) => Some(whole.replacen(old, new, 1)),
                Remove => None,
            };
            assert_ne!(damaged.as_ref(), Some(&whole), "{path} was not damaged: {what}");
            copy.put(&path, damaged.as_deref());
            let noticed = check(&tree).iter().any(|finding| !before.contains(finding));
            copy.put(&path, Some(&whole));
            assert!(noticed, "nobody noticed that {what}: {path}");
        }
    }
}
