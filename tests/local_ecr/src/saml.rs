//! SAML assertions: written by the identity provider, read by STS.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::answer::escape;
use crate::clock;

const ROLE: &str = "https://aws.amazon.com/SAML/Attributes/Role";
const SESSION: &str = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";

/// What STS looks at; the signature of the identity provider is not among it.
pub struct Assertion {
    pub session: String,
    pub not_on_or_after: f64,
    roles: Vec<String>,
}

impl Assertion {
    /// Roles are pairs `role-arn,provider-arn`, in either order.
    pub fn new(session: &str, roles: &[String], not_on_or_after: f64) -> Assertion {
        Assertion { session: session.into(), not_on_or_after, roles: roles.to_vec() }
    }

    pub fn names(&self, role: &str, provider: &str) -> bool {
        self.roles.iter().any(|pair| {
            pair.split_once(',')
                .is_some_and(|(one, other)| (one, other) == (role, provider) || (other, one) == (role, provider))
        })
    }

    /// The response in base64, as a form field carries it.
    pub fn write(&self) -> String {
        let end = clock::iso(self.not_on_or_after);
        let roles: String = self.roles.iter().map(|pair| attribute_value(pair)).collect();
        let session = attribute_value(&self.session);
        STANDARD.encode(format!(
            "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             Destination=\"https://signin.aws.amazon.com/saml\" Version=\"2.0\">\
             <saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" Version=\"2.0\">\
             <saml:Issuer>local</saml:Issuer>\
             <saml:Subject><saml:NameID>{}</saml:NameID><saml:SubjectConfirmation>\
             <saml:SubjectConfirmationData NotOnOrAfter=\"{end}\"/></saml:SubjectConfirmation>\
             </saml:Subject><saml:AttributeStatement>\
             <saml:Attribute Name=\"{ROLE}\">{roles}</saml:Attribute>\
             <saml:Attribute Name=\"{SESSION}\">{session}</saml:Attribute>\
             </saml:AttributeStatement></saml:Assertion></samlp:Response>",
            escape(&self.session)
        ))
    }

    pub fn read(base64: &str) -> Option<Assertion> {
        let xml = String::from_utf8(STANDARD.decode(base64).ok()?).ok()?;
        let end = between(&xml, "NotOnOrAfter=\"", "\"")?;
        Some(Assertion {
            session: values(&xml, SESSION)?.into_iter().next()?,
            not_on_or_after: clock::from_iso(end)?,
            roles: values(&xml, ROLE)?,
        })
    }
}

fn attribute_value(text: &str) -> String {
    format!("<saml:AttributeValue>{}</saml:AttributeValue>", escape(text))
}

/// The values of the attribute of this name, whatever prefix its elements have.
fn values(xml: &str, name: &str) -> Option<Vec<String>> {
    let quoted = format!("\"{name}\"");
    let attribute = between(xml, &quoted, "Attribute>")?;
    let mut values = Vec::new();
    let mut rest = attribute;
    while let Some((_, after)) = rest.split_once("AttributeValue") {
        let (_, text) = after.split_once('>')?;
        let (value, after) = text.split_once('<')?;
        values.push(value.trim().into());
        rest = after.split_once('>')?.1;
    }
    Some(values)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(it, _)| it)
}
