//! The house: reads the tree, the manifests and the compiled contract, and checks that they are what
//! `services/README.md` says. Needs no server and takes seconds.
//!
//! A check is a function from a [`tree::Tree`] to findings; beside it stand a test on our tree and tests on small made-up
//! trees that show that it can fail. A finding names the place, the rule and the remedy.

mod asyncapi;
mod circles;
mod contract;
mod crates;
mod dependencies;
mod doors;
mod edges;
mod events;
mod finding;
mod imports;
mod kubernetes;
mod made_up;
mod paths;
mod permissions;
mod rehearsals;
mod rules;
mod sabotage;
mod shape;
mod subjects;
mod tokens;
mod topology;
mod tree;
mod verbs;
mod wiring;
