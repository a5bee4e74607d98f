//! The credentials endpoint of containers, under `/creds`.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::answer::Answer;
use crate::calls::Call;
use crate::issue::{assumed, issue, metadata};
use crate::request::Request;
use crate::router::Served;
use crate::world::World;

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContainerSettings {
    /// The header Authorization that is asked for.
    pub authorization: Option<String>,
    pub role_arn: String,
    pub lifetime_s: i64,
}

impl Default for ContainerSettings {
    fn default() -> Self {
        ContainerSettings {
            authorization: None,
            role_arn: "arn:aws:iam::111122223333:role/container".into(),
            lifetime_s: 3600,
        }
    }
}

pub fn serve(request: &Request, world: &mut World) -> Served {
    let mut call = Call::new("container", "GetCredentials", request);
    let given = request.owned_header("authorization");
    if let Some(given) = &given {
        call.note_secret("authorization", given);
    }
    let container = world.settings.container.clone();
    let answer = if container.authorization.is_some() && container.authorization != given {
        refused()
    } else {
        let arn = assumed(&container.role_arn, "container");
        let issued = issue(world, &mut call, &arn, container.lifetime_s);
        let mut keys = metadata(&issued);
        keys["RoleArn"] = container.role_arn.into();
        Answer::rest_json(&keys)
    };
    Served { call, answer }
}

fn refused() -> Answer {
    let body = json!({
        "code": "AccessDenied",
        "message": "The authorization token is not the one of this container",
    });
    Answer { status: 401, ..Answer::rest_json(&body) }.failed("AccessDenied")
}
