//! Real logins: tokens for registries, handed to a container client on its standard input.

use crate::client::{ConfigFile, Place, Placement, Tool, placement};
use crate::config::{Answers, Connection};
use crate::credentials::Halt;
use crate::environment::Environment;
use crate::error::{Code, Error, printable};
use crate::login::{self, Asked};
use crate::process::Program;
use crate::redact::redact;
use crate::registry::name::{self, EndpointType, Host, Name};
use crate::request::Request;
use crate::response::{Failure, Level, LogLine, LoginEntry, Logins, Status};
use crate::session::Session;
use crate::token::Login;
use futures_util::future::join_all;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long a client may take, where the request does not say.
const DEFAULT_LIMIT_MS: u64 = 120_000;

/// What a request says of the client.
pub struct ClientOptions {
    pub tool: Option<Tool>,
    pub tool_path: Option<PathBuf>,
    pub config_path: Option<PathBuf>,
    server_address: Option<String>,
    endpoint_type: EndpointType,
    limit: Duration,
}

impl ClientOptions {
    /// Takes the client's part out of a request.
    pub fn from(request: &mut Request, connection: &Connection) -> Self {
        let path = |text: Option<String>| text.map(|text| connection.env.path(&text, connection.cwd.as_deref()));
        ClientOptions {
            tool: request.tool,
            tool_path: path(request.tool_path.take()),
            config_path: path(request.config_path.take()),
            server_address: request.server_address.take(),
            endpoint_type: request.endpoint_type.unwrap_or_default(),
            limit: Duration::from_millis(request.tool_timeout_ms.unwrap_or(DEFAULT_LIMIT_MS)),
        }
    }

    /// The hosts to log in to, in place of one that was named or answered.
    pub fn hosts(&self, host: &str) -> Vec<String> {
        match (&self.server_address, name::parse(host)) {
            (Some(address), _) => vec![address.clone()],
            (None, Ok(Name::Host(host))) => name::names(&host, self.endpoint_type),
            (None, _) => vec![host.to_owned()],
        }
    }
}

/// Logs in to every registry that a request names.
///
/// # Errors
/// When nothing could be asked; what failed for one registry stands among the failures.
pub async fn connect(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Logins, Halt> {
    let started = Instant::now();
    let names = parse_names(&request.registry_ids.take().unwrap_or_default())?;
    let regions = request.regions.take().unwrap_or_default();
    let answers = Answers::from(request);
    let connection = Connection::from(request)?;
    let options = ClientOptions::from(request, &connection);
    let (tool, program) = Tool::find(options.tool, options.tool_path.as_deref(), &connection.env)?;
    let place = tool.place(options.config_path.clone(), &connection.env)?;

    let mut asks = Vec::new();
    for group in groups(&connection, names, &regions)? {
        let session = Session::open(&group.connection, &answers).await?;
        asks.push((session, group));
    }
    let client = Client { tool, program, place, options: &options, env: &connection.env, cwd: connection.cwd.clone() };
    let answered = join_all(asks.iter().map(|(session, group)| login::ask(session, &group.ids))).await;
    let mut result = Logins::default();
    for ((session, group), asked) in asks.iter().zip(answered) {
        result.info = Some(session.info(asked.calls, started));
        log_in(&client, group, asked, &mut result, log).await;
    }
    Ok(result)
}

async fn log_in(client: &Client<'_>, group: &Group, asked: Asked, result: &mut Logins, log: &mut Vec<LogLine>) {
    result.failures.extend(asked.failures);
    for login in asked.logins {
        for target in group.targets(&login, client.options) {
            let registry =
                target.as_ref().map_or_else(|_| printable(&login.proxy_endpoint), |target| target.host.clone());
            let done = match target {
                Ok(target) => client.log_in(&target, &login, log).await,
                Err(error) => Err(error),
            };
            match done {
                Ok(status) => result.logins.push(LoginEntry {
                    registry,
                    tool: client.tool.name(),
                    expires_at: login.expires_at,
                    status,
                }),
                Err(error) => result.failures.push(Failure { registry_ids: vec![registry], error }),
            }
        }
    }
}

/// Reads the names of registries.
///
/// # Errors
/// [`Code::InvalidRegistryName`] that lists every bad one.
pub fn parse_names(texts: &[String]) -> Result<Vec<Name>, Error> {
    let (good, bad): (Vec<_>, Vec<_>) = texts.iter().map(|text| name::parse(text)).partition(Result::is_ok);
    let mut bad: Vec<Error> = bad.into_iter().filter_map(Result::err).collect();
    if bad.len() > 1 {
        let reasons: Vec<String> = bad.iter().map(|error| error.message.clone()).collect();
        return Err(Error::new(Code::InvalidRegistryName, reasons.join(" ")).details(reasons));
    }
    bad.pop().map_or_else(|| Ok(good.into_iter().flatten().collect()), Err)
}

/// Registries that one session answers for.
struct Group {
    connection: Connection,
    ids: Vec<String>,
    hosts: Vec<Host>,
}

/// Where a login goes.
struct Target {
    host: String,
    plain_http: bool,
}

impl Group {
    /// The hosts of a login: those that were named, else the one that the service answered.
    fn targets(&self, login: &Login, options: &ClientOptions) -> Vec<Result<Target, Error>> {
        let endpoint = match safe_endpoint(&login.proxy_endpoint) {
            Ok(endpoint) => endpoint,
            Err(error) => return vec![Err(error)],
        };
        let named = self.hosts.iter().filter(|host| host.is_public() || host.account == login.registry_id);
        let mut hosts: Vec<String> = named.flat_map(|host| options.hosts(&host.name)).collect();
        if hosts.is_empty() {
            hosts = options.hosts(&endpoint.host);
        }
        hosts.sort();
        hosts.dedup();
        hosts.into_iter().map(|host| Ok(Target { host, plain_http: endpoint.plain_http })).collect()
    }
}

/// Names by the call that answers for them.
fn groups(connection: &Connection, names: Vec<Name>, regions: &[String]) -> Result<Vec<Group>, Error> {
    let mut groups: Vec<Group> = Vec::new();
    let mut add = |settled: Connection, id: Option<String>, host: Option<Host>| {
        let at = groups.iter().position(|group| group.connection == settled).unwrap_or_else(|| {
            groups.push(Group { connection: settled, ids: Vec::new(), hosts: Vec::new() });
            groups.len() - 1
        });
        groups[at].ids.extend(id);
        groups[at].hosts.extend(host);
    };
    let everywhere: Vec<Option<&String>> =
        if regions.is_empty() { vec![None] } else { regions.iter().map(Some).collect() };
    let in_region = |region: Option<&String>| {
        let mut settled = connection.clone();
        settled.region = region.cloned().or(settled.region);
        settled
    };
    if names.is_empty() {
        everywhere.iter().for_each(|region| add(in_region(*region), None, None));
    }
    for name in names {
        match name {
            Name::Account(id) => everywhere.iter().for_each(|region| add(in_region(*region), Some(id.clone()), None)),
            Name::Host(host) => {
                check_region(&host, connection, regions)?;
                let mut settled = in_region(Some(&host.region));
                settled.public = host.is_public();
                settled.host_endpoint = (host.fips || host.dual_stack).then_some((host.fips, host.dual_stack));
                add(settled, host.account.clone(), Some(host));
            }
        }
    }
    Ok(groups)
}

fn check_region(host: &Host, connection: &Connection, regions: &[String]) -> Result<(), Error> {
    let named: Vec<&String> = connection.region.iter().chain(regions).collect();
    if host.is_public() || named.is_empty() || named.iter().any(|region| **region == host.region) {
        return Ok(());
    }
    let named: Vec<String> = named.into_iter().map(|region| printable(region)).collect();
    let message = format!("{} lies in the region {}, but -Region says {}.", host.name, host.region, named.join(", "));
    Err(Error::new(Code::RegionMismatch, message))
}

/// An endpoint that a login may be sent to: https and a plain host, or http on this machine.
fn safe_endpoint(endpoint: &str) -> Result<Target, Error> {
    let parsed: Option<http::Uri> = endpoint.parse().ok();
    let safe = parsed.as_ref().and_then(|uri| {
        let (host, authority) = (uri.host()?, uri.authority()?.as_str());
        let plain = authority.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b))
            && !authority.starts_with('-');
        let plain_http = uri.scheme_str() == Some("http");
        let secure = uri.scheme_str() == Some("https") || plain_http && crate::http::is_loopback(host);
        (plain && secure && uri.path() == "/" && uri.query().is_none())
            .then(|| Target { host: authority.to_owned(), plain_http })
    });
    safe.ok_or_else(|| {
        let message = format!("The service named the endpoint '{}', to which no login is sent.", printable(endpoint));
        Error::new(Code::UnsafeEndpoint, message)
    })
}

/// The client of one request.
struct Client<'a> {
    tool: Tool,
    program: PathBuf,
    place: Place,
    options: &'a ClientOptions,
    env: &'a Environment,
    cwd: Option<String>,
}

impl Client<'_> {
    /// One login. The config file stays locked meanwhile: clients lose entries when they write at once.
    async fn log_in(&self, target: &Target, login: &Login, log: &mut Vec<LogLine>) -> Result<Status, Error> {
        let host = &target.host;
        let mut config = ConfigFile::open(&self.place.file).await?;
        let bytes = login.password.expose().len();
        match placement(self.tool, &config, host, bytes, self.env, cfg!(windows))? {
            Placement::NotNeeded => {
                log.push(line(
                    Level::Verbose,
                    format!("{host} is served by the credential helper ecr-login: no login is needed."),
                ));
                return Ok(Status::NotNeeded);
            }
            Placement::InFile => {
                config.keep_in_file(host)?;
                let message = format!(
                    "The credential store of Windows takes 2,560 bytes and the password for {host} has {bytes}: it is kept in {}.",
                    self.place.file.display()
                );
                log.push(line(Level::Warning, message));
            }
            Placement::AsConfigured => {}
        }
        let said = self.run(target, login).await?;
        log.extend(said.map(|said| line(Level::Verbose, format!("{}: {said}", self.tool.name()))));
        Ok(Status::Succeeded)
    }

    /// Runs the client; what it said on standard error, if anything.
    async fn run(&self, target: &Target, login: &Login) -> Result<Option<String>, Error> {
        let program = Program {
            name: self.program.clone(),
            arguments: self.tool.login_arguments(&self.place, &login.username, &target.host, target.plain_http),
            env: self.tool.environment(&self.place, self.env),
            cwd: self.cwd.clone(),
            input: Some(login.password.clone()),
            limit: self.options.limit,
        };
        let (name, host) = (self.tool.name(), &target.host);
        let output = program.run().await.map_err(|failure| {
            let code = if failure.is_hang() { Code::ToolTimeout } else { Code::ToolFailed };
            Error::new(code, format!("{name} could not log in to {host}: it {failure}."))
        })?;
        let said = String::from_utf8_lossy(&output.stderr).replace(login.password.expose(), "***");
        let said = printable(redact(&said).trim());
        if output.status.success() {
            return Ok((!said.is_empty()).then_some(said));
        }
        let message = format!("{name} could not log in to {host}, {}: {said}", output.status);
        Err(Error::new(Code::ToolFailed, message).hint(remedy(&said)))
    }
}

/// What helps against the failures of clients that users meet most.
fn remedy(said: &str) -> &'static str {
    let known = [
        (
            "stub received bad data",
            "The credential store of Windows cannot hold so long a password; update this module or keep the login in the file.",
        ),
        (
            "specified logon session does not exist",
            "The credential manager of Windows cannot be used in this session; take credsStore out of config.json.",
        ),
        ("-25299", "The keychain holds the entry already; run Disconnect-ECRRegistry first."),
        ("-25308", "The keychain is locked for this session; unlock it, or take credsStore out of config.json."),
        (
            "not implemented",
            "The credential helper ecr-login takes no logins; list it under credHelpers for ECR hosts only.",
        ),
        (
            "x509",
            "The registry's certificate is not trusted by the client; add its authority to the client's own trust.",
        ),
        ("no such host", "The registry's name does not resolve; check its region."),
        ("400 Bad Request", "The token does not fit the registry; check that both are of the same region."),
    ];
    known
        .iter()
        .find(|(words, _)| said.contains(words))
        .map_or("Run the client by hand to see more.", |(_, remedy)| remedy)
}

fn line(level: Level, message: String) -> LogLine {
    LogLine { level, message }
}
