//! A SAML identity provider, under `/idp`: Basic authentication in, an HTML form out.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::answer::{Answer, escape};
use crate::calls::Call;
use crate::clock;
use crate::request::Request;
use crate::router::Served;
use crate::saml::Assertion;
use crate::world::World;

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct IdpSettings {
    /// Passwords by user name.
    pub users: BTreeMap<String, String>,
    /// The pairs `role-arn,provider-arn` of every assertion.
    pub roles: Vec<String>,
    pub lifetime_s: i64,
    pub form: Form,
}

/// How the form is written; all but the last mean the same to a browser.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    #[default]
    Plain,
    /// The value stands before the name.
    Reordered,
    SingleQuotes,
    /// Characters of the value are written as character references.
    Entities,
    /// A page without an assertion, such as a second question.
    NoAssertion,
}

impl Default for IdpSettings {
    fn default() -> Self {
        IdpSettings {
            users: BTreeMap::from([("user".into(), "idp-password".into())]),
            roles: vec![
                "arn:aws:iam::111122223333:role/saml,\
                 arn:aws:iam::111122223333:saml-provider/local"
                    .into(),
            ],
            lifetime_s: 300,
            form: Form::Plain,
        }
    }
}

pub fn serve(request: &Request, world: &mut World) -> Served {
    let mut call = Call::new("idp", "SignIn", request);
    let idp = &world.settings.idp;
    let signed_in = credentials(request).filter(|(user, password)| {
        call.note("user", user);
        idp.users.get(user) == Some(password)
    });
    let answer = match signed_in {
        Some((user, _)) => {
            let end = clock::seconds(world.now()) + idp.lifetime_s as f64;
            let assertion = Assertion::new(&user, &idp.roles, end);
            Answer::text(200, "text/html; charset=utf-8", &page(idp.form, &assertion.write()))
        }
        None => Answer::text(401, "text/html", "<html><body>Sign in</body></html>")
            .with_header("www-authenticate", "Basic realm=\"local_ecr\"")
            .failed("Unauthorized"),
    };
    Served { call, answer }
}

fn credentials(request: &Request) -> Option<(String, String)> {
    basic(request.header("authorization")?)
}

/// User and password of Basic authentication.
pub fn basic(header: &str) -> Option<(String, String)> {
    let bytes = STANDARD.decode(header.strip_prefix("Basic ")?).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (user, password) = text.split_once(':')?;
    Some((user.into(), password.into()))
}

fn page(form: Form, assertion: &str) -> String {
    let field = match form {
        Form::Plain => {
            format!("<input type=\"hidden\" name=\"SAMLResponse\" value=\"{assertion}\"/>")
        }
        Form::Reordered => {
            format!("<INPUT value=\"{assertion}\"\n  type=\"hidden\" name=\"SAMLResponse\">")
        }
        Form::SingleQuotes => {
            format!("<input type='hidden' name='SAMLResponse' value='{assertion}' />")
        }
        Form::Entities => {
            let value = assertion.replace('+', "&#x2b;").replace('=', "&#61;");
            format!("<input type=\"hidden\" name=\"SAMLResponse\" value=\"{value}\"/>")
        }
        Form::NoAssertion => "<input type=\"text\" name=\"code\"/>".into(),
    };
    let action = escape("https://signin.aws.amazon.com/saml");
    format!(
        "<!DOCTYPE html>\n<html><head><title>Working...</title></head><body>\n\
         <form method=\"POST\" name=\"hiddenform\" action=\"{action}\">\n{field}\n\
         <noscript><p>Script is disabled.</p><input type=\"submit\" value=\"Submit\"/></noscript>\n\
         </form></body></html>\n"
    )
}
