//! Asks a registry's own API, /v2/, whether it takes a login.

use super::challenge::Challenge;
use crate::base::error::{Code, Error};
use crate::base::object::read_object;
use crate::base::printable::printable;
use crate::base::secret::Secret;
use crate::net::error::{ExchangeError, TransportError};
use crate::net::failure;
use crate::net::http::{Http, Limits};
use crate::registry::target::Target;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, Uri};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use zeroize::Zeroizing;

/// The way to registries.
pub struct Way {
    pub http: Http,
    pub limits: Limits,
}

/// What a registry says of a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It takes the login.
    Taken,
    /// It refuses the login, with this status.
    Refused(StatusCode),
}

impl Verdict {
    /// Nothing where the login is taken.
    ///
    /// # Errors
    /// [`Code::LoginRefused`].
    pub fn check(self, host: &str) -> Result<(), Error> {
        let Verdict::Refused(status) = self else { return Ok(()) };
        let message = format!("{host} refuses the login: it answers {status}.");
        Err(Error { http_status: Some(status.as_u16()), ..Error::new(Code::LoginRefused, message) })
    }
}

/// The answer of the service that gives tokens, which may name one by either name or by both.
#[derive(Deserialize)]
struct Given {
    token: Option<Secret>,
    access_token: Option<Secret>,
}

impl Given {
    fn token(self) -> Option<Secret> {
        [self.token, self.access_token].into_iter().flatten().find(|token| !token.expose().is_empty())
    }
}

impl Way {
    /// Whether a registry takes a login. It is asked first what it wants: a password goes to the registry itself and to
    /// nobody else.
    ///
    /// # Errors
    /// What happened on the way, or that what answers is no registry.
    pub async fn verify(&self, target: &Target, username: &str, password: &Secret) -> Result<Verdict, Error> {
        let (url, answer) = self.find(target).await?;
        let basic = || basic(username, password);
        let answer = match (answer.status(), Challenge::of(answer.headers())) {
            (StatusCode::UNAUTHORIZED, Some(Challenge::Bearer { realm, parameters })) => {
                let realm = realm_of(&realm, &parameters, &url)?;
                let given = self.get(&realm, Some(basic())).await?;
                if verdict(&given, &realm)? != Verdict::Taken {
                    return verdict(&given, &realm);
                }
                self.get(&url, Some(bearer(given.body(), &realm)?)).await?
            }
            // One that wants nothing still looks at what it is shown.
            (StatusCode::UNAUTHORIZED | StatusCode::OK, _) => self.get(&url, Some(basic())).await?,
            _ => answer,
        };
        verdict(&answer, &url)
    }

    /// The URL of a registry's API and its answer to nobody in particular. On this machine a registry may speak plain
    /// http, as clients have it.
    async fn find(&self, target: &Target) -> Result<(Uri, Response<Bytes>), Error> {
        let url = |scheme: &str| uri(&format!("{scheme}://{}/v2/", target.host));
        if target.plain_http {
            let url = url("http")?;
            return Ok((url.clone(), self.get(&url, None).await?));
        }
        let (secure, plain) = (url("https")?, url("http")?);
        match self.exchange(&secure, None).await {
            Err(error) if target.is_local() && speaks_no_tls(&error.cause) => {
                Ok((plain.clone(), self.get(&plain, None).await?))
            }
            answer => Ok((secure, answer.map_err(|error| failed(&error))?)),
        }
    }

    async fn get(&self, url: &Uri, authorization: Option<HeaderValue>) -> Result<Response<Bytes>, Error> {
        self.exchange(url, authorization).await.map_err(|error| failed(&error))
    }

    async fn exchange(&self, url: &Uri, authorization: Option<HeaderValue>) -> Result<Response<Bytes>, ExchangeError> {
        self.http.get(url, authorization, self.limits).await
    }
}

/// What an answer says of the login. ECR answers an old login with 400 or 403.
fn verdict(answer: &Response<Bytes>, url: &Uri) -> Result<Verdict, Error> {
    let status = answer.status();
    let code = match status {
        StatusCode::OK => return Ok(Verdict::Taken),
        StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            return Ok(Verdict::Refused(status));
        }
        StatusCode::TOO_MANY_REQUESTS => Code::Throttled,
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => Code::ProxyFailed,
        _ if status.is_server_error() => Code::ServiceError,
        _ => Code::InvalidAnswer,
    };
    Err(Error { http_status: Some(status.as_u16()), ..no_registry(code, &format!("{url} answers {status}")) })
}

/// Where the token is given. A password goes to the registry's own host alone.
fn realm_of(realm: &str, parameters: &[(String, String)], registry: &Uri) -> Result<Uri, Error> {
    let own = |url: &Uri| url.authority() == registry.authority() && url.scheme() == registry.scheme();
    let url: Option<Uri> = realm.parse().ok().filter(own);
    let url = url.ok_or_else(|| {
        let what = format!("{registry} sends the login on to '{}'", printable(realm));
        no_registry(Code::UnsafeEndpoint, &what)
    })?;
    let encoded =
        parameters.iter().map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    let query: Vec<String> = url.query().map(str::to_owned).into_iter().chain(encoded).collect();
    uri(&format!("{}?{}", realm.split('?').next().unwrap_or(realm), query.join("&")))
}

fn uri(text: &str) -> Result<Uri, Error> {
    text.parse().map_err(|_| no_registry(Code::InvalidAnswer, &format!("'{}' is no URL", printable(text))))
}

fn basic(username: &str, password: &Secret) -> HeaderValue {
    let login = Zeroizing::new(format!("{username}:{}", password.expose()));
    let text = Zeroizing::new(format!("Basic {}", STANDARD.encode(login.as_bytes())));
    let mut value = HeaderValue::from_str(&text).expect("base64 can stand in a header");
    value.set_sensitive(true);
    value
}

fn bearer(body: &[u8], realm: &Uri) -> Result<HeaderValue, Error> {
    let token = read_object::<Given>(body)
        .ok()
        .and_then(Given::token)
        .and_then(|token| HeaderValue::from_str(&Zeroizing::new(format!("Bearer {}", token.expose()))).ok());
    let mut value = token.ok_or_else(|| no_registry(Code::InvalidAnswer, &format!("{realm} gives no token")))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Whether what answered knows nothing of TLS; a certificate that is not trusted is another matter.
fn speaks_no_tls(cause: &TransportError) -> bool {
    match cause {
        TransportError::Tls(error) => !matches!(error, rustls::Error::InvalidCertificate(_)),
        TransportError::Broken(_) => true,
        _ => false,
    }
}

fn no_registry(code: Code, what: &str) -> Error {
    Error::new(code, format!("The registry could not be asked: {what}."))
        .hint("Check the registry's name, and proxies and gateways on the way to it.")
}

/// The words of our own errors are about the service's endpoint; here it is a registry.
fn failed(error: &ExchangeError) -> Error {
    let ours = failure::of_exchange(error);
    match ours.code {
        Code::ConnectionRefused | Code::DnsFailed => {
            ours.hint("Check the registry's name, and the network and proxies on the way to it.")
        }
        _ => ours,
    }
}
