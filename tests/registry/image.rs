//! The smallest image there is, as an OCI layout.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes the image `1` into a folder.
pub fn write(folder: &Path) -> PathBuf {
    fs::create_dir_all(folder.join("blobs/sha256")).unwrap();
    let config = json!({ "architecture": "amd64", "os": "linux", "rootfs": { "type": "layers", "diff_ids": [] } });
    let config = blob(folder, "application/vnd.oci.image.config.v1+json", &config);
    let manifest = json!({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config, "layers": [],
    });
    let mut manifest = blob(folder, "application/vnd.oci.image.manifest.v1+json", &manifest);
    manifest["annotations"] = json!({ "org.opencontainers.image.ref.name": "1" });
    let index = json!({ "schemaVersion": 2, "manifests": [manifest] });
    fs::write(folder.join("index.json"), index.to_string()).unwrap();
    fs::write(folder.join("oci-layout"), json!({ "imageLayoutVersion": "1.0.0" }).to_string()).unwrap();
    folder.to_owned()
}

fn blob(folder: &Path, media_type: &str, content: &Value) -> Value {
    let text = content.to_string();
    let digest: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(folder.join("blobs/sha256").join(&digest), &text).unwrap();
    json!({ "mediaType": media_type, "size": text.len(), "digest": format!("sha256:{digest}") })
}
