//! Every way a request can fail: one table of stable codes, and the error that carries one of them.

use crate::base::printable::printable;
use serde::Serialize;

/// Declares [`Code`] with its table, so that a code cannot exist without its retryability and remedy.
macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident, $retryable:literal, $hint:literal;)+) => {
        /// The stable name of a failure. Names are part of the interface: never renamed, never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        pub enum Code { $($(#[$doc])+ $name,)+ }

        impl Code {
            /// Every code there is, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The name as it stands in answers, error ids and the documentation.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => stringify!($name),)+ }
            }

            /// Whether the same request can succeed later without a change.
            pub fn retryable(self) -> bool {
                match self { $(Code::$name => $retryable,)+ }
            }

            /// What to do about it, where nothing more exact is known. May be empty.
            pub fn hint(self) -> &'static str {
                match self { $(Code::$name => $hint,)+ }
            }
        }
    };
}

codes! {
    /// The request is not one this engine understands.
    InvalidRequest, false, "";
    /// The request is larger than 16 MiB.
    RequestTooLarge, false, "Ask for fewer registries at a time.";
    /// 4,096 calls are open.
    TooManyCalls, true, "Take or cancel calls that were started.";
    /// The handle belongs to no open call.
    UnknownCall, false, "A handle can be taken once and is gone when it was cancelled.";
    /// The process is a fork of the one that loaded the library.
    Forked, false, "Load the library after fork(), or exec a new program.";
    /// A defect of the engine itself.
    Internal, false, "Please report this message; it holds no secret.";
    /// The engine's own thread could not be started.
    RuntimeUnavailable, true, "The process or the system is out of threads, memory or file handles.";
    /// A parameter has a value that cannot be used.
    InvalidParameter, false, "";
    /// A registry id is neither an AWS account id nor a registry's name.
    InvalidRegistryId, false, "A registry id is an AWS account id of 12 digits; a host, an image or an ARN names a registry too.";
    /// A name is that of no ECR registry.
    InvalidRegistryName, false, "Name an account id, a registry host, an image of one, or a repository's ARN.";
    /// A host lies in another region than the one that was named.
    RegionMismatch, false, "Leave out -Region, or name the image's own.";
    /// No source names a region.
    NoRegion, false, "Use -Region, set AWS_REGION, or put 'region = ...' into the profile.";
    /// The region is not usable in a host name.
    InvalidRegion, false, "A region looks like us-east-1.";
    /// The named profile is in none of the files.
    ProfileNotFound, false, "Check -ProfileName or AWS_PROFILE.";
    /// A shared config or credentials file cannot be read or understood.
    InvalidConfigFile, false, "";
    /// The map registries.json cannot be read or understood.
    InvalidRegistryMap, false, "Correct the line.";
    /// Somebody else may write the map registries.json.
    UntrustedRegistryMap, false, "";
    /// No source gave credentials.
    NoCredentials, false, "Use -ProfileName or -AccessKey and -SecretKey, set AWS_PROFILE, or run 'aws configure'.";
    /// The one-time code of the MFA device is not the right one.
    MfaCodeInvalid, false, "Give the device's next code with -MfaCode; a code serves once.";
    /// The single sign-on session is over or was never there.
    SsoTokenExpired, false, "Run 'aws sso login'.";
    /// A source of credentials was there and failed.
    CredentialsFailed, false, "";
    /// The principal may not do this.
    AccessDenied, false, "The principal needs the permission ecr:GetAuthorizationToken on resource '*'.";
    /// The access key does not exist, or not in this partition.
    UnrecognizedClient, false, "Check the access key and the session token, and that the region belongs to the partition of the account.";
    /// The credentials have expired.
    ExpiredToken, false, "Renew the session credentials, for example with 'aws sso login'.";
    /// The signature does not match the secret key.
    InvalidSignature, false, "Check the secret key and the session token.";
    /// The clock of this machine is too far from the service's.
    ClockSkew, false, "Set the clock of this machine.";
    /// The service asks to slow down.
    Throttled, true, "Ask again later, and for several registries in one call.";
    /// The service finds a parameter invalid.
    InvalidServiceParameter, false, "";
    /// The service failed, or refused for a reason of its own.
    ServiceError, true, "Ask again later.";
    /// No connection within the connect timeout.
    ConnectTimeout, true, "Check the network, the region and proxy settings, or raise -ConnectTimeoutSec.";
    /// No whole answer within the read timeout.
    ReadTimeout, true, "Ask again, or raise -ReadTimeoutSec.";
    /// Nothing listens at the endpoint.
    ConnectionRefused, true, "Check -EndpointUrl, AWS_ENDPOINT_URL and proxy settings.";
    /// The connection broke.
    ConnectionFailed, true, "Ask again; when it persists, check proxies and firewalls on the way.";
    /// The host name of the endpoint does not resolve.
    DnsFailed, true, "Check the region's spelling, -EndpointUrl and the network's name service.";
    /// The TLS handshake failed.
    TlsFailed, false, "Behind an inspecting proxy, name its certificate authority with -CABundle or AWS_CA_BUNDLE.";
    /// The bundle of certificate authorities that the user named cannot be used.
    InvalidCABundle, false, "Name a file of certificates in PEM form with -CABundle, AWS_CA_BUNDLE or ca_bundle.";
    /// The proxy refused or failed.
    ProxyFailed, true, "Check HTTPS_PROXY, its user name and password, and NO_PROXY.";
    /// The answer is larger than 8 MiB.
    AnswerTooLarge, false, "Check that the endpoint is an ECR endpoint.";
    /// The answer is not one of the service's.
    InvalidAnswer, false, "Check that the endpoint is an ECR endpoint and that no proxy answers in its place.";
    /// The answer lists no registry.
    NoAuthorizationData, false, "Check the endpoint that AWS_ENDPOINT_URL, the profile or the call names.";
    /// An entry of the answer has no token.
    MissingToken, false, "";
    /// An entry of the answer has no endpoint.
    MissingEndpoint, false, "";
    /// An entry's token is not base64 of 'user:password'.
    InvalidToken, false, "";
    /// The service gave a value that cannot stand in a command.
    UnsafeCommandValue, false, "Check that the endpoint is an ECR endpoint.";
    /// The container client is not there.
    ToolNotFound, false, "Install it, or name its file with -ToolPath.";
    /// The container client refused the login.
    ToolFailed, false, "";
    /// The container client did not end in time.
    ToolTimeout, true, "";
    /// The client's store of credentials cannot be used.
    CredentialStoreFailed, false, "Repair or remove the store in the client's config file.";
    /// The client's config names a store of credentials that is not there.
    CredentialStoreMissing, false, "Install it, or take its name out of the client's config file.";
    /// The PowerShell of another machine did not run what it was to run.
    RemoteFailed, false, "Check the session; that machine may hold the login or not.";
    /// The client says that it is logged in, and keeps no login.
    LoginNotKept, false, "Run the client by hand and see where it keeps its logins.";
    /// The registry refuses the login.
    LoginRefused, false, "Check that the registry's name has the token's own account and Region, and that this machine's clock is right.";
    /// The client's config file cannot be read or written.
    ClientConfigInvalid, false, "";
    /// The service names an endpoint that no login may be sent to.
    UnsafeEndpoint, false, "Check that the endpoint is an ECR endpoint.";
    /// A login is still there after it was taken out.
    StillLoggedIn, false, "Take it out of the client's credential store by hand.";
    /// The module holds no program of the credential helper for this system.
    HelperNotFound, false, "Install the module again.";
    /// The credential helper's program, or the line by which a shell finds it, cannot be written.
    InstallFailed, false, "";
    /// What installing the credential helper wrote down cannot be read or written.
    InvalidInstallRecord, false, "Repair the file, or take it away: then uninstalling leaves what is in the clients' configs.";
    /// The answer leaves out a registry that was asked for.
    MissingRegistry, false, "Check that the account exists and the principal may reach it.";
}

/// A failure as it goes into an answer. Holds no secret: messages name values of requests
/// only after they were made printable, and never those of secret fields.
#[derive(Clone, Debug, Serialize)]
pub struct Error {
    /// Which failure.
    pub code: Code,
    /// What failed, as a sentence or two.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
    /// The error code of the AWS service, where one answered.
    pub aws_code: Option<String>,
    /// The request id of the AWS service, where one answered.
    pub request_id: Option<String>,
    /// The HTTP status, where there was an answer.
    pub http_status: Option<u16>,
    /// Whether the same request can succeed later without a change.
    pub retryable: bool,
    /// The parts of the failure, one a line: bad values, providers tried.
    pub details: Vec<String>,
}

impl Error {
    /// An error with its code's own hint.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Error {
            code,
            message: message.into(),
            hint: code.hint().to_owned(),
            aws_code: None,
            request_id: None,
            http_status: None,
            retryable: code.retryable(),
            details: Vec::new(),
        }
    }

    /// The same error with a remedy that knows more than its code's.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Says which of several regions it is of.
    pub fn name_region(&mut self, region: &str) {
        self.message = format!("Region {}: {}", printable(region), self.message);
    }

    /// The same error with its parts listed.
    pub fn details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.message)
    }
}

impl std::error::Error for Error {}

/// A parameter, variable or key with a value that cannot be used.
pub fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidParameter, message)
}
