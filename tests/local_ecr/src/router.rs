//! Which service a request is for.

use crate::answer::Answer;
use crate::calls::Call;
use crate::request::Request;
use crate::world::World;
use crate::{container, ecr, idp, imds, registry, signin, sso, sts};

/// What a service makes of a request.
pub struct Served {
    pub call: Call,
    pub answer: Answer,
}

pub fn serve(request: &Request, world: &mut World) -> Served {
    let path = request.uri.path();
    match path {
        "/" if sts::is_query(request) => sts::serve(request, world),
        "/" => ecr::serve(request, world),
        "/federation/credentials" => sso::role_credentials(request, world),
        "/token" => sso::create_token(request, world),
        "/v2/" => registry::ping(request, world),
        "/token/" => registry::token(request, world),
        "/v1/token" => signin::serve(request, world),
        _ if is_under(path, "/latest") => imds::serve(request, world),
        _ if is_under(path, "/creds") => container::serve(request, world),
        _ if is_under(path, "/idp") => idp::serve(request, world),
        _ => unknown(request),
    }
}

fn is_under(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn unknown(request: &Request) -> Served {
    Served { call: Call::new("unknown", "Unknown", request), answer: Answer::not_found() }
}
