//! Which URL goes through which proxy.

use crate::base::environment::Environment;
use crate::base::secret::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::PROXY_AUTHORIZATION;
use http::{Request, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use percent_encoding::percent_decode_str;
use std::net::IpAddr;

/// The proxies of an environment, as it names them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Proxies {
    http: Secret,
    https: Secret,
    all: Secret,
    except: Secret,
}

/// Finds the way to a URL.
#[derive(Debug)]
pub struct Router {
    matcher: Matcher,
}

/// The way to a URL.
pub enum Route {
    /// Straight.
    Direct,
    /// The proxy passes plain http on.
    Forward(Intercept),
    /// The proxy opens a tunnel for https.
    Tunnel(Intercept),
    /// The proxy's URL is of no kind that can be used.
    Unusable,
}

impl Proxies {
    /// HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in lower case first as the AWS CLI reads them.
    /// Where they name none, `system` is the proxy of every https URL.
    pub fn from(env: &Environment, system: Option<&Secret>) -> Self {
        let of = |name: &str| {
            let value = env.get(&name.to_lowercase()).or_else(|| env.get(name));
            Secret::from(value.unwrap_or_default().trim().to_owned())
        };
        // In a CGI program HTTP_PROXY is a header of the web client's choice.
        let cgi = env.get("REQUEST_METHOD").is_some();
        let http = if cgi { Secret::from(String::new()) } else { of("HTTP_PROXY") };
        let mut https = of("HTTPS_PROXY");
        let all = of("ALL_PROXY");
        if let Some(system) = system.filter(|_| https.expose().is_empty() && all.expose().is_empty()) {
            https = system.clone();
        }
        Proxies { http, https, all, except: of("NO_PROXY") }
    }

    /// What proxies are shown: their passwords, and the headers that these are sent in.
    pub fn secrets(&self) -> Vec<Secret> {
        [&self.http, &self.https, &self.all].into_iter().flat_map(|proxy| shown_to(proxy.expose())).collect()
    }
}

impl Router {
    pub fn new(proxies: &Proxies) -> Self {
        let matcher = Matcher::builder()
            .http(kept(proxies.http.expose()))
            .https(kept(proxies.https.expose()))
            .all(kept(proxies.all.expose()))
            .no(exceptions(proxies.except.expose()));
        Router { matcher: matcher.build() }
    }

    /// How to reach a URL. This machine and its link are always reached directly.
    pub fn route(&self, uri: &Uri) -> Route {
        if uri.host().is_none_or(is_local) {
            return Route::Direct;
        }
        match self.matcher.intercept(uri) {
            None => Route::Direct,
            Some(proxy) if !matches!(proxy.uri().scheme_str(), Some("http" | "https")) => Route::Unusable,
            Some(proxy) if uri.scheme_str() == Some("https") => Route::Tunnel(proxy),
            Some(proxy) => Route::Forward(proxy),
        }
    }

    /// Adds the proxy's credentials to a request that a proxy passes on; a tunnel carries its own.
    pub fn authorize<B>(&self, request: &mut Request<B>) {
        if let Route::Forward(proxy) = self.route(request.uri())
            && let Some(auth) = proxy.basic_auth()
        {
            request.headers_mut().insert(PROXY_AUTHORIZATION, auth.clone());
        }
    }
}

/// The password in a proxy's URL, as it stands there and as it is sent.
fn shown_to(proxy: &str) -> Vec<Secret> {
    let place = proxy.split_once("://").map_or(proxy, |(_, place)| place);
    let user = place.rsplit_once('@').map(|(user, _)| user);
    let Some((user, password)) = user.and_then(|user| user.split_once(':')) else { return Vec::new() };
    let [user, plain] = [user, password].map(|text| percent_decode_str(text).decode_utf8_lossy().into_owned());
    let sent = STANDARD.encode(format!("{user}:{plain}"));
    [password.to_owned(), plain, sent].map(Secret::from).into()
}

/// Whether a host is this machine.
pub fn is_loopback(host: &str) -> bool {
    let ip: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host.eq_ignore_ascii_case("localhost") || ip.is_some_and(|ip| ip.is_loopback())
}

/// The matcher passes over what it cannot read; a proxy that a user named must not be passed by.
fn kept(proxy: &str) -> &str {
    const UNREADABLE: &str = "socks4://unreadable";
    let is_readable = |uri: Uri| {
        // A second @ belongs to a password that lacks its percent code.
        let has_host = uri.authority().is_some_and(|place| place.as_str().matches('@').count() < 2);
        has_host && matches!(uri.scheme_str(), None | Some("http" | "https"))
    };
    if proxy.is_empty() || proxy.parse().is_ok_and(is_readable) { proxy } else { UNREADABLE }
}

/// NO_PROXY in the forms that the matcher knows: it takes neither `*.corp` nor a port.
fn exceptions(list: &str) -> String {
    let plain = |entry: &str| {
        let entry = entry.trim();
        let entry = entry.strip_prefix('*').filter(|rest| rest.starts_with('.')).unwrap_or(entry);
        match entry.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') && port.parse::<u16>().is_ok() => host.to_owned(),
            _ => entry.to_owned(),
        }
    };
    list.split(',').map(plain).collect::<Vec<_>>().join(",")
}

fn is_local(host: &str) -> bool {
    is_loopback(host) || is_link_local(host)
}

/// Whether a host is on this machine's link, where instance metadata and containers' agents are.
pub fn is_link_local(host: &str) -> bool {
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(ip)) => ip.is_link_local(),
        // fd00:ec2::/32 is where the instance metadata service and container agents live.
        Ok(IpAddr::V6(ip)) => ip.is_unicast_link_local() || ip.segments()[..2] == [0xfd00, 0x0ec2],
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(env: &[(&str, &str)], uri: &str) -> String {
        let env = env.iter().map(|(k, v)| (k.to_string(), v.to_string().into())).collect();
        match Router::new(&Proxies::from(&Environment::new(env), None)).route(&uri.parse().unwrap()) {
            Route::Direct => "direct".into(),
            Route::Forward(proxy) => format!("forward {}", proxy.uri()),
            Route::Tunnel(proxy) => format!("tunnel {}", proxy.uri()),
            Route::Unusable => "unusable".into(),
        }
    }

    #[test]
    fn each_scheme_has_its_proxy_and_exceptions() {
        let env =
            [("HTTPS_PROXY", "http://u:p@proxy:3128"), ("HTTP_PROXY", "proxy:8080"), ("NO_PROXY", ".corp,10.0.0.0/8")];
        assert_eq!(route(&env, "https://api.ecr.us-east-1.amazonaws.com/"), "tunnel http://proxy:3128/");
        assert_eq!(route(&env, "http://ecr.example/"), "forward http://proxy:8080/");
        assert_eq!(route(&env, "https://ecr.corp/"), "direct");
        assert_eq!(route(&env, "https://10.1.2.3/"), "direct");
    }

    #[test]
    fn exceptions_are_taken_as_people_write_them() {
        for no in ["*.corp", ".corp", "corp", "a, ecr.corp:443", "*"] {
            assert_eq!(route(&[("ALL_PROXY", "http://p:1"), ("NO_PROXY", no)], "https://ecr.corp/"), "direct", "{no}");
        }
        let env = [("ALL_PROXY", "http://p:1"), ("NO_PROXY", "fd00::1,corp.example")];
        assert_eq!(route(&env, "https://[fd00::1]/"), "direct");
        assert_eq!(route(&env, "https://ecr.corp/"), "tunnel http://p:1/");
    }

    #[test]
    fn what_a_proxy_is_shown_is_known() {
        let env =
            [("HTTPS_PROXY", "http://me:p%40ss@proxy:3128"), ("ALL_PROXY", "me@proxy"), ("HTTP_PROXY", "u:pw@p:1")];
        let secrets = Proxies::from(&Environment::default().with(&env), None).secrets();
        let secrets: Vec<&str> = secrets.iter().map(Secret::expose).collect();
        assert_eq!(secrets, ["pw", "pw", "dTpwdw==", "p%40ss", "p@ss", "bWU6cEBzcw=="]);
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_not_passed_by() {
        for proxy in ["socks5://p:1", "http://u:p@ss@p:1", "ftp://p", "http://"] {
            assert_eq!(route(&[("HTTPS_PROXY", proxy)], "https://h/"), "unusable", "{proxy}");
        }
    }

    #[test]
    fn lower_case_wins_where_there_is_case_and_cgi_is_not_fooled() {
        let wanted = if cfg!(windows) { "tunnel http://b:2/" } else { "tunnel http://a:1/" };
        let both = [("https_proxy", "http://a:1"), ("HTTPS_PROXY", "http://b:2")];
        assert_eq!(route(&both, "https://h/"), wanted);
        assert_eq!(route(&[("HTTP_PROXY", "http://a:1"), ("REQUEST_METHOD", "GET")], "http://h/"), "direct");
    }

    #[test]
    fn this_machine_and_its_link_are_never_behind_a_proxy() {
        for host in ["localhost", "127.0.0.9", "[::1]", "169.254.169.254", "169.254.170.2", "[fd00:ec2::254]"] {
            assert_eq!(route(&[("ALL_PROXY", "http://p:1")], &format!("http://{host}/")), "direct", "{host}");
        }
    }
}
