//! deny.toml, Cargo.lock and what Cargo makes of them.

use crate::files::{ROOT, read};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Output};

#[derive(Deserialize)]
pub struct Deny {
    pub graph: Graph,
    pub licenses: Licenses,
    pub bans: Bans,
    pub sources: Sources,
}

#[derive(Deserialize)]
pub struct Graph {
    pub targets: Vec<String>,
}

#[derive(Deserialize)]
pub struct Licenses {
    pub allow: Vec<String>,
}

#[derive(Deserialize)]
pub struct Bans {
    pub wildcards: String,
    pub deny: Vec<Ban>,
}

#[derive(Deserialize)]
pub struct Ban {
    #[serde(rename = "crate")]
    pub spec: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Sources {
    pub unknown_registry: String,
    pub unknown_git: String,
    pub allow_registry: Vec<String>,
    pub allow_git: Vec<String>,
}

impl Deny {
    pub fn read() -> Self {
        parse("deny.toml")
    }
}

fn parse<T: DeserializeOwned>(path: &str) -> T {
    toml::from_str(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[derive(Deserialize)]
pub struct Lock {
    pub package: Vec<Locked>,
}

#[derive(Deserialize)]
pub struct Locked {
    pub name: String,
    pub version: String,
    pub source: Option<String>,
    pub checksum: Option<String>,
}

/// The packages of Cargo.lock.
pub fn locked() -> Vec<Locked> {
    let lock: Lock = parse("Cargo.lock");
    assert!(lock.package.len() > 100, "Cargo.lock holds the tree");
    lock.package
}

#[derive(Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
    pub workspace_members: Vec<String>,
    pub resolve: Resolve,
}

#[derive(Deserialize)]
pub struct Package {
    pub id: String,
    pub name: String,
    pub license: Option<String>,
    pub dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
pub struct Dependency {
    pub name: String,
    pub req: String,
    pub path: Option<String>,
}

#[derive(Deserialize)]
pub struct Resolve {
    pub nodes: Vec<Node>,
}

#[derive(Deserialize)]
pub struct Node {
    pub id: String,
    pub deps: Vec<Edge>,
}

#[derive(Deserialize)]
pub struct Edge {
    pub pkg: String,
    pub dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
pub struct Kind {
    pub kind: Option<String>,
}

/// What the systems of the module need, as Cargo resolves it.
pub fn metadata() -> Metadata {
    let targets = Deny::read().graph.targets;
    let platforms = targets.iter().flat_map(|target| ["--filter-platform", target]);
    let output = cargo(["metadata", "--format-version", "1"].into_iter().chain(platforms));
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`cargo fetch --locked` brings what may be missing here: {words}");
    serde_json::from_slice(&output.stdout).expect("the metadata of Cargo")
}

/// Runs Cargo on the project, with what is here.
pub fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Output {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).args(["--locked", "--offline"]).current_dir(ROOT);
    command.output().expect("cargo runs")
}

/// The packages that are compiled for the workspace's own: all but what only tests need.
pub fn shipped(metadata: &Metadata) -> Vec<&Package> {
    let nodes: BTreeMap<&str, &Node> = metadata.resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = metadata.workspace_members.iter().map(String::as_str).collect();
    while let Some(id) = next.pop() {
        if reached.insert(id) {
            let edges = nodes[id].deps.iter();
            let needed = edges.filter(|edge| edge.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev")));
            next.extend(needed.map(|edge| edge.pkg.as_str()));
        }
    }
    metadata.packages.iter().filter(|package| reached.contains(package.id.as_str())).collect()
}
