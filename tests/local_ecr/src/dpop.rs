//! DPoP proofs (RFC 9449): the client shows that it holds the key of its session.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::Value;

const TOLERANCE_S: f64 = 300.0;

/// Checks a proof for a request; an error says what does not hold.
pub fn check(proof: &str, method: &str, path: &str, now: f64) -> Result<(), &'static str> {
    let (message, signature) = proof.rsplit_once('.').ok_or("The DPoP proof is missing")?;
    let (header, payload) = message.split_once('.').ok_or("The DPoP proof is no JWT")?;
    let header = json(header).ok_or("The header of the DPoP proof is not JSON")?;
    let payload = json(payload).ok_or("The payload of the DPoP proof is not JSON")?;
    if header["typ"] != "dpop+jwt" || header["alg"] != "ES256" {
        return Err("The DPoP proof has another type or algorithm");
    }
    let key = public_key(&header["jwk"]).ok_or("The DPoP proof holds no key")?;
    let signature = bytes(signature).ok_or("The signature of the DPoP proof is not base64")?;
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key)
        .verify(message.as_bytes(), &signature)
        .map_err(|_| "The signature of the DPoP proof does not hold")?;

    let url = payload["htu"].as_str().unwrap_or_default();
    let asked = url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    if payload["htm"] != method || asked != Some(path) {
        return Err("The DPoP proof is for another request");
    }
    let age = now - payload["iat"].as_f64().unwrap_or_default();
    if age.abs() > TOLERANCE_S {
        return Err("The DPoP proof is of another time");
    }
    Ok(())
}

/// The point of a P-256 key, uncompressed.
fn public_key(jwk: &Value) -> Option<Vec<u8>> {
    let x = bytes(jwk["x"].as_str()?)?;
    let y = bytes(jwk["y"].as_str()?)?;
    Some([&[4], &x[..], &y].concat())
}

fn json(part: &str) -> Option<Value> {
    serde_json::from_slice(&bytes(part)?).ok()
}

fn bytes(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).ok()
}
