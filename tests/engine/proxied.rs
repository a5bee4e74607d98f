//! An endpoint behind a proxy that finds the real host names on this machine.

use crate::support::{World, ask};
use local_ecr::{Listeners, LocalEcr, ProxySettings, Settings, Tls, write_certificates};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What tests here ask for by its real name.
const HOSTS: &[&str] = &[
    "api.ecr.eu-west-1.amazonaws.com",
    "api.ecr.cn-north-1.amazonaws.com.cn",
    "ecr.eu-west-1.api.aws",
    "ecr-fips.us-east-1.amazonaws.com",
    "ecr-fips.us-east-1.api.aws",
    "api.ecr-public.us-east-1.amazonaws.com",
    "ecr-public.us-east-1.api.aws",
    "sts.eu-west-1.amazonaws.com",
    "sts.us-east-1.amazonaws.com",
    "sts-fips.us-east-1.amazonaws.com",
    "sts-fips.us-east-1.api.aws",
    "portal.sso.eu-west-1.amazonaws.com",
    "portal.sso-fips.us-east-1.amazonaws.com",
    "ecr.example",
];

/// An endpoint that only a proxy leads to.
pub fn world(proxy: ProxySettings) -> World {
    let home = TempDir::new().unwrap();
    let hosts: Vec<String> = HOSTS.iter().map(|host| host.to_string()).collect();
    write_certificates(home.path(), &hosts).unwrap();
    let tls = Tls { certificate: home.path().join("good.pem"), key: home.path().join("good.key"), only_1_2: false };
    let listeners = Listeners { tls: vec![tls], proxy: true, ..Listeners::default() };
    let ecr = LocalEcr::listen(Settings::default(), &listeners).unwrap();
    let address = ecr.https_urls()[0].strip_prefix("https://").unwrap().parse().unwrap();
    ecr.set(Settings {
        proxy: ProxySettings { routes: [("*".into(), address)].into(), ..proxy },
        ..Settings::default()
    });
    World { ecr, home }
}

impl World {
    /// The proxy's URL with a user and password.
    pub fn proxy(&self, user: &str) -> String {
        self.ecr.proxy_url().unwrap().replace("http://", &format!("http://{user}@"))
    }

    /// Asks for the real hosts, with the endpoint's keys and trust; nothing is tried twice.
    pub fn ask_proxied(&self, env: &[(&str, &str)], more: Value) -> Value {
        let mut variables = self.env(&[("AWS_MAX_ATTEMPTS", "1")]);
        let map = variables.as_object_mut().unwrap();
        map.remove("AWS_ENDPOINT_URL");
        map.extend(env.iter().map(|(name, value)| (name.to_string(), Value::from(*value))));
        let mut request = self.request(json!({ "env": variables, "ca_bundle": self.home.path().join("ca.pem") }));
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask(&request)
    }

    /// The hosts that the proxy was asked for.
    pub fn targets(&self) -> Vec<String> {
        self.ecr.tunnels().into_iter().map(|tunnel| tunnel.target).collect()
    }
}
