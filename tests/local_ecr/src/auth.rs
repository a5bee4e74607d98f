//! Who signed a call, and what a service says to a signature that does not hold.

use crate::answer::{Answer, Protocol};
use crate::calls::Call;
use crate::request::Request;
use crate::settings::Key;
use crate::sigv4::{Claim, Refusal};
use crate::world::World;

/// Notes who claims to have signed the call, then checks it.
pub fn check(
    request: &Request,
    call: &mut Call,
    world: &World,
    signing_name: &str,
    protocol: Protocol,
) -> Result<Key, Answer> {
    let checked = Claim::read(request).and_then(|claim| {
        call.access_key = Some(claim.access_key.clone());
        call.region = Some(claim.region.clone());
        call.signing_name = Some(claim.service.clone());
        call.signature = Some(claim.signature.clone());
        let key = world.key(&claim.access_key);
        claim.verify(request, key, signing_name, world.now())?;
        key.cloned().ok_or(Refusal::UnknownKey)
    });
    checked.map_err(|refusal| answer(&refusal, protocol))
}

fn answer(refusal: &Refusal, protocol: Protocol) -> Answer {
    let message = match refusal {
        Refusal::Unsigned if protocol == Protocol::Query => "Request is missing Authentication Token",
        Refusal::Unsigned => "Missing Authentication Token",
        Refusal::UnknownKey => "The security token included in the request is invalid.",
        Refusal::ExpiredToken => "The security token included in the request is expired",
        Refusal::Incomplete(message) | Refusal::Mismatch(message) => message,
    };
    let (status, code) = match protocol {
        Protocol::Query => query_code(refusal),
        _ => (400, json_code(refusal)),
    };
    protocol.failure(status, code, message)
}

fn json_code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Unsigned => "MissingAuthenticationTokenException",
        Refusal::Incomplete(_) => "IncompleteSignatureException",
        Refusal::UnknownKey => "UnrecognizedClientException",
        Refusal::ExpiredToken => "ExpiredTokenException",
        Refusal::Mismatch(_) => "InvalidSignatureException",
    }
}

fn query_code(refusal: &Refusal) -> (u16, &'static str) {
    match refusal {
        Refusal::Unsigned => (403, "MissingAuthenticationToken"),
        Refusal::Incomplete(_) => (400, "IncompleteSignature"),
        Refusal::UnknownKey => (403, "InvalidClientTokenId"),
        Refusal::ExpiredToken => (403, "ExpiredToken"),
        Refusal::Mismatch(_) => (403, "SignatureDoesNotMatch"),
    }
}
