//! What a request says of the client.

use crate::base::environment::Environment;
use crate::base::error::{Error, invalid};
use crate::client::fallbacks;
use crate::client::found::Wanted;
use crate::client::place::Place;
use crate::client::tool::Tool;
use crate::message::request::Request;
use crate::registry::name::{self, EndpointType, Name};
use crate::registry::target::Target;
use crate::session::connection::Connection;
use std::path::PathBuf;
use std::time::Duration;

/// How long a client may take, where the request does not say.
const DEFAULT_LIMIT_MS: u64 = 120_000;

/// The client's part of a request.
pub struct ClientOptions {
    tool: Option<Tool>,
    tool_path: Option<PathBuf>,
    config_path: Option<PathBuf>,
    pub limit: Duration,
    server_address: Option<Target>,
    endpoint_type: EndpointType,
    /// Whether its file is written without it.
    pub no_client: bool,
}

impl ClientOptions {
    /// Takes the client's part out of a request.
    ///
    /// # Errors
    /// [`crate::base::error::Code::InvalidParameter`] for a server address that is no host, or for what does not go together.
    pub fn from(request: &mut Request, connection: &Connection) -> Result<Self, Error> {
        let path = |text: Option<String>| text.map(|text| connection.env.path(&text, connection.cwd.as_deref()));
        let no_client = request.no_client.unwrap_or_default();
        if no_client && request.tool_path.is_some() {
            return Err(invalid(
                "-NoClient starts no client, so -ToolPath does not go with it; -Tool says whose file is meant.",
            ));
        }
        if request.skip_verification.unwrap_or_default() && !no_client {
            return Err(invalid("-SkipVerification goes with -NoClient: a client asks the registry by itself."));
        }
        Ok(ClientOptions {
            no_client,
            tool: request.tool,
            tool_path: path(request.tool_path.take()),
            config_path: path(request.config_path.take()),
            limit: match request.tool_timeout_ms.unwrap_or(DEFAULT_LIMIT_MS) {
                0 => Duration::MAX,
                ms => Duration::from_millis(ms),
            },
            server_address: request.server_address.take().as_deref().map(Target::of_address).transpose()?,
            endpoint_type: request.endpoint_type.unwrap_or_default(),
        })
    }

    /// Checks that a server address stands for one registry: it keeps one login.
    ///
    /// # Errors
    /// [`crate::base::error::Code::InvalidParameter`].
    pub fn check_address(&self, registries: usize) -> Result<(), Error> {
        match self.server_address {
            Some(_) if registries > 1 => {
                Err(invalid(format!("-ServerAddress stands for one registry, and {registries} are named.")))
            }
            _ => Ok(()),
        }
    }

    /// What the user says of the client.
    pub fn wanted(&self) -> Wanted<'_> {
        let (tool_path, config_path) = (self.tool_path.as_deref(), self.config_path.as_deref());
        Wanted { tool: self.tool, tool_path, config_path }
    }

    /// The places where logins may be: that of the client, or every client's own, the one that a file belongs to first.
    ///
    /// # Errors
    /// What is wrong with the place that the user named.
    pub fn places(&self, env: &Environment) -> Result<Vec<(Tool, Place)>, Error> {
        let named = self.config_path.as_deref();
        let tools = match (self.tool, named) {
            (None, Some(path)) => return Ok(vec![Place::told_by(path)]),
            (Some(tool), _) => vec![tool],
            (None, None) => Tool::OWNERS.to_vec(),
        };
        let mut places = Vec::new();
        for tool in tools {
            let own = fallbacks::own(tool, Place::of(tool, named, env)?, env);
            places.extend(own.into_iter().map(|place| (tool, place)));
        }
        Ok(places)
    }

    /// The host that the user put in place of the registry's own.
    pub fn server_address(&self) -> Option<&Target> {
        self.server_address.as_ref()
    }

    /// Where a login goes, in place of one that was named or answered.
    pub fn targets(&self, named: Target) -> Vec<Target> {
        match (&self.server_address, name::parse(&named.host)) {
            (Some(address), _) => vec![address.clone()],
            (None, Ok(Name::Host(host))) => name::names(&host, self.endpoint_type)
                .into_iter()
                .map(|host| Target { host, plain_http: named.plain_http })
                .collect(),
            (None, _) => vec![named],
        }
    }
}
