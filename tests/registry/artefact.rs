//! What helm, oras and crane store in a registry: a small one of each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An artefact in a folder, where the client is to run.
pub struct Artefact {
    /// The arguments that bring it into the registry.
    pub push: Vec<String>,
    /// The arguments that get it back.
    pub pull: Vec<String>,
    /// A file of it.
    pub sent: PathBuf,
    /// The same, once it is back.
    pub back: PathBuf,
}

impl Artefact {
    /// Makes what the client stores; none for clients whose artefacts are images for others.
    pub fn of(client: &str, host: &str, folder: &Path) -> Option<Self> {
        match client {
            "helm" => Some(chart(host, folder)),
            "oras" => Some(file(host, folder)),
            "crane" => Some(image(host, folder)),
            _ => None,
        }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn chart(host: &str, folder: &Path) -> Artefact {
    fs::create_dir_all(folder.join("chart")).unwrap();
    fs::write(folder.join("chart/Chart.yaml"), "apiVersion: v2\nname: chart\nversion: 0.1.0\n").unwrap();
    let packed = Command::new("tar").args(["-czf", "chart-0.1.0.tgz", "chart"]).current_dir(folder).status();
    assert!(packed.expect("tar runs").success());
    fs::create_dir_all(folder.join("back")).unwrap();
    Artefact {
        push: words(&format!("push chart-0.1.0.tgz oci://{host} --plain-http")),
        pull: words(&format!("pull oci://{host}/chart --version 0.1.0 --plain-http --destination back")),
        sent: folder.join("chart-0.1.0.tgz"),
        back: folder.join("back/chart-0.1.0.tgz"),
    }
}

fn file(host: &str, folder: &Path) -> Artefact {
    fs::write(folder.join("notes.txt"), "what oras keeps").unwrap();
    Artefact {
        push: words(&format!("push --plain-http {host}/notes:1 notes.txt")),
        pull: words(&format!("pull --plain-http {host}/notes:1 --output back")),
        sent: folder.join("notes.txt"),
        back: folder.join("back/notes.txt"),
    }
}

fn image(host: &str, folder: &Path) -> Artefact {
    let layout = crate::image::write(&folder.join("layout"));
    let blob = fs::read_dir(layout.join("blobs/sha256")).unwrap().next().unwrap().unwrap();
    Artefact {
        push: words(&format!("push layout {host}/image:1")),
        pull: words(&format!("pull --format oci {host}/image:1 back")),
        sent: blob.path(),
        back: folder.join("back/blobs/sha256").join(blob.file_name()),
    }
}
