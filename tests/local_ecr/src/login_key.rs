//! A P-256 key as the cache of `aws login` holds one: ECPrivateKey of RFC 5915, in PEM.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::KeyPair;

const LABEL: &str = "EC PRIVATE KEY";
/// Version 1 and the head of the 32 bytes of the private key.
const PRIVATE: [u8; 5] = [2, 1, 1, 4, 32];
/// The sequence around everything.
const HEAD: [u8; 2] = [0x30, 0x77];
/// The name of the curve, and the head of the public point.
const CURVE: [u8; 17] =
    [0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0xa1, 0x44, 0x03, 0x42, 0x00];

/// The key, which has to be a P-256 key, without its PKCS #8 wrapping.
pub fn pem(key: &KeyPair) -> String {
    let der = [&HEAD[..], &PRIVATE, &private(key), &CURVE, key.public_key_raw()].concat();
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
    format!("-----BEGIN {LABEL}-----\n{}\n-----END {LABEL}-----\n", lines.join("\n"))
}

fn private(key: &KeyPair) -> Vec<u8> {
    let wrapped = key.serialize_der();
    let start = wrapped.windows(PRIVATE.len()).position(|bytes| bytes == PRIVATE);
    let start = start.expect("a PKCS #8 document holds an ECPrivateKey") + PRIVATE.len();
    wrapped[start..start + 32].to_vec()
}
