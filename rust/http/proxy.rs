//! Which URL goes through which proxy.

use crate::environment::Environment;
use crate::secret::Secret;
use http::header::PROXY_AUTHORIZATION;
use http::{Request, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
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
}

impl Proxies {
    /// HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in lower case first as the AWS CLI reads them.
    /// Where they name none, `system` is the proxy of every https URL.
    pub fn from(env: &Environment, system: Option<&Secret>) -> Self {
        let of = |name: &str| {
            let value = env.get(&name.to_lowercase()).or_else(|| env.get(name));
            Secret::from(value.unwrap_or_default().to_owned())
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
}

impl Router {
    pub fn new(proxies: &Proxies) -> Self {
        let matcher = Matcher::builder()
            .http(proxies.http.expose())
            .https(proxies.https.expose())
            .all(proxies.all.expose())
            .no(proxies.except.expose());
        Router { matcher: matcher.build() }
    }

    /// How to reach a URL. This machine and its link are always reached directly.
    pub fn route(&self, uri: &Uri) -> Route {
        if uri.host().is_none_or(is_local) {
            return Route::Direct;
        }
        match self.matcher.intercept(uri) {
            None => Route::Direct,
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

/// Whether a host is this machine.
pub fn is_loopback(host: &str) -> bool {
    let ip: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host.eq_ignore_ascii_case("localhost") || ip.is_some_and(|ip| ip.is_loopback())
}

fn is_local(host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_link_local(),
        // fd00:ec2::/32 is where the instance metadata service and container agents live.
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unicast_link_local() || ip.segments()[..2] == [0xfd00, 0x0ec2],
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
    fn lower_case_wins_and_cgi_is_not_fooled() {
        assert_eq!(
            route(&[("https_proxy", "http://a:1"), ("HTTPS_PROXY", "http://b:2")], "https://h/"),
            "tunnel http://a:1/"
        );
        assert_eq!(route(&[("HTTP_PROXY", "http://a:1"), ("REQUEST_METHOD", "GET")], "http://h/"), "direct");
    }

    #[test]
    fn this_machine_and_its_link_are_never_behind_a_proxy() {
        for host in ["localhost", "127.0.0.9", "[::1]", "169.254.169.254", "169.254.170.2", "[fd00:ec2::254]"] {
            assert_eq!(route(&[("ALL_PROXY", "http://p:1")], &format!("http://{host}/")), "direct", "{host}");
        }
    }
}
