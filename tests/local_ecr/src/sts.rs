//! STS: roles are assumed with a signature, a web identity or a SAML assertion.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Protocol, REQUEST_ID, STS_NAMESPACE, escape};
use crate::calls::Call;
use crate::issue::{Issued, assumed, issue};
use crate::request::{Request, find};
use crate::router::Served;
use crate::settings::{ACCOUNT, Key};
use crate::world::World;
use crate::{auth, clock, saml};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct StsSettings {
    /// The roles that have conditions, by ARN.
    pub roles: BTreeMap<String, Role>,
    /// Whether roles that are not listed can be assumed, by anyone.
    pub any_role: bool,
    /// The codes each device shows, by serial number; a code is good once.
    pub mfa_devices: BTreeMap<String, Vec<String>>,
}

impl Default for StsSettings {
    fn default() -> Self {
        StsSettings {
            roles: BTreeMap::new(),
            any_role: true,
            mfa_devices: BTreeMap::from([(
                "arn:aws:iam::111122223333:mfa/device".into(),
                vec!["123456".into(), "234567".into()],
            )]),
        }
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Role {
    pub external_id: Option<String>,
    pub mfa_required: bool,
    /// Access keys, or ARNs of users and roles; empty is everyone.
    pub trusts: Vec<String>,
    pub max_duration_s: i64,
    /// How long the keys live, whatever was asked for.
    pub lifetime_s: Option<i64>,
    /// The web identity tokens that are good; empty is any.
    pub web_identity_tokens: Vec<String>,
}

impl Default for Role {
    fn default() -> Self {
        Role {
            external_id: None,
            mfa_required: false,
            trusts: Vec::new(),
            max_duration_s: 12 * 3600,
            lifetime_s: None,
            web_identity_tokens: Vec::new(),
        }
    }
}

const NOTED: [&str; 8] = [
    "RoleArn",
    "RoleSessionName",
    "ExternalId",
    "DurationSeconds",
    "SerialNumber",
    "TokenCode",
    "PrincipalArn",
    "ProviderId",
];
const UNKNOWN_DEVICE: &str = ", unable to validate MFA code.  Please verify your MFA serial \
                              number is valid and associated with this user.";
const NOTED_AS_HASH: [&str; 2] = ["WebIdentityToken", "SAMLAssertion"];

/// Whether this is a call of the Query protocol.
pub fn is_query(request: &Request) -> bool {
    request.header("x-amz-target").is_none() && find(&request.body, "Action").is_some()
}

pub fn serve(request: &Request, world: &mut World) -> Served {
    let action = find(&request.body, "Action").unwrap_or_default();
    let mut call = Call::new("sts", &action, request);
    for name in NOTED {
        if let Some(value) = find(&request.body, name) {
            call.note(name, &value);
        }
    }
    for name in NOTED_AS_HASH {
        if let Some(value) = find(&request.body, name) {
            call.note_secret(name, &value);
        }
    }
    let answer = match action.as_str() {
        "AssumeRole" => assume_role(request, &mut call, world),
        "AssumeRoleWithWebIdentity" => with_web_identity(request, &mut call, world),
        "AssumeRoleWithSAML" => with_saml(request, &mut call, world),
        "GetCallerIdentity" => caller(request, &mut call, world),
        _ => Err(refused(400, "InvalidAction", &format!("Could not find operation {action} for version 2011-06-15"))),
    };
    Served { call, answer: answer.unwrap_or_else(|refusal| refusal) }
}

fn assume_role(request: &Request, call: &mut Call, world: &mut World) -> Result<Answer, Answer> {
    let key = auth::check(request, call, world, "sts", Protocol::Query)?;
    let (role_arn, session) = (required(call, "RoleArn")?, session_name(call)?);
    let role = role(world, &role_arn).ok_or_else(|| denied(&key, &role_arn))?;
    check_mfa(call, world)?;
    let conditions = [
        role.external_id.is_none() || role.external_id.as_ref() == given(call, "ExternalId"),
        !role.mfa_required || given(call, "SerialNumber").is_some(),
        role.trusts.is_empty() || is_trusted(&role.trusts, call, &key),
    ];
    if conditions.contains(&false) {
        return Err(denied(&key, &role_arn));
    }
    let chained = key.arn.is_some_and(|arn| arn.contains(":assumed-role/"));
    let lifetime = lifetime(call, &role, chained)?;
    let arn = assumed(&role_arn, &session);
    let issued = issue(world, call, &arn, lifetime);
    Ok(success(call, &session_xml(&issued, &arn)))
}

fn with_web_identity(request: &Request, call: &mut Call, world: &mut World) -> Result<Answer, Answer> {
    let (role_arn, session) = (required(call, "RoleArn")?, session_name(call)?);
    let token = find(&request.body, "WebIdentityToken").unwrap_or_default();
    let role = role(world, &role_arn).ok_or_else(|| not_authorized(call))?;
    let good = &role.web_identity_tokens;
    if token.is_empty() || !(good.is_empty() || good.contains(&token)) {
        return Err(refused(
            400,
            "InvalidIdentityToken",
            "No OpenIDConnect provider found in your account for this token",
        ));
    }
    let lifetime = lifetime(call, &role, false)?;
    let arn = assumed(&role_arn, &session);
    let issued = issue(world, call, &arn, lifetime);
    let more = "<SubjectFromWebIdentityToken>subject</SubjectFromWebIdentityToken>\
                <Audience>sts.amazonaws.com</Audience><Provider>local</Provider>";
    Ok(success(call, &(session_xml(&issued, &arn) + more)))
}

fn with_saml(request: &Request, call: &mut Call, world: &mut World) -> Result<Answer, Answer> {
    let role_arn = required(call, "RoleArn")?;
    let provider = required(call, "PrincipalArn")?;
    let text = find(&request.body, "SAMLAssertion").unwrap_or_default();
    let assertion =
        saml::Assertion::read(&text).ok_or_else(|| refused(400, "InvalidIdentityToken", "Invalid SAML response"))?;
    if assertion.not_on_or_after <= clock::seconds(world.now()) {
        return Err(refused(400, "ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance"));
    }
    let role =
        role(world, &role_arn).filter(|_| assertion.names(&role_arn, &provider)).ok_or_else(|| not_authorized(call))?;
    let lifetime = lifetime(call, &role, false)?;
    let arn = assumed(&role_arn, &assertion.session);
    let issued = issue(world, call, &arn, lifetime);
    let more = format!(
        "<Subject>{}</Subject><SubjectType>persistent</SubjectType><Issuer>local</Issuer>\
         <Audience>https://signin.aws.amazon.com/saml</Audience>",
        escape(&assertion.session)
    );
    Ok(success(call, &(session_xml(&issued, &arn) + &more)))
}

fn caller(request: &Request, call: &mut Call, world: &mut World) -> Result<Answer, Answer> {
    let key = auth::check(request, call, world, "sts", Protocol::Query)?;
    let account = key.account.as_ref().unwrap_or(&world.settings.default_account);
    let result = format!(
        "<Arn>{}</Arn><UserId>AIDAEXAMPLE</UserId><Account>{}</Account>",
        escape(&principal(&key)),
        escape(account)
    );
    Ok(success(call, &result))
}

fn role(world: &World, role_arn: &str) -> Option<Role> {
    let sts = &world.settings.sts;
    let listed = sts.roles.get(role_arn).cloned();
    listed.or_else(|| sts.any_role.then(Role::default))
}

/// A role trusts keys, and principals by their ARN or that of the role they are a session of.
fn is_trusted(trusts: &[String], call: &Call, key: &Key) -> bool {
    let arn = principal(key);
    trusts.iter().any(|trusted| {
        Some(trusted) == call.access_key.as_ref() || *trusted == arn || arn.starts_with(&assumed(trusted, ""))
    })
}

/// Each code opens one session, as on a real device.
fn check_mfa(call: &Call, world: &mut World) -> Result<(), Answer> {
    let (serial, code) = (given(call, "SerialNumber"), given(call, "TokenCode"));
    let (Some(serial), Some(code)) = (serial, code) else {
        return match (serial, code) {
            (None, None) => Ok(()),
            _ => Err(denied_mfa(", must provide both MFA serial number and one time pass code.")),
        };
    };
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(invalid("tokenCode", code, "Member must satisfy regular expression pattern: [\\d]*"));
    }
    let devices = &world.settings.sts.mfa_devices;
    let codes = devices.get(serial).ok_or_else(|| denied_mfa(UNKNOWN_DEVICE))?;
    if !codes.contains(code) || !world.used_codes.insert(format!("{serial} {code}")) {
        return Err(denied_mfa(" with invalid MFA one time pass code. "));
    }
    Ok(())
}

fn lifetime(call: &Call, role: &Role, chained: bool) -> Result<i64, Answer> {
    let asked = match given(call, "DurationSeconds") {
        Some(text) => text.parse().ok().filter(|seconds| *seconds >= 900).ok_or_else(|| {
            let constraint = "Member must have value greater than or equal to 900";
            invalid("durationSeconds", text, constraint)
        })?,
        None => 3600,
    };
    if chained && asked > 3600 {
        return Err(refused(
            400,
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by \
             role chaining",
        ));
    }
    if asked > role.max_duration_s {
        return Err(refused(
            400,
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    Ok(role.lifetime_s.unwrap_or(asked))
}

fn given<'a>(call: &'a Call, name: &str) -> Option<&'a String> {
    call.parameters.get(name)
}

fn required(call: &Call, name: &str) -> Result<String, Answer> {
    given(call, name).cloned().ok_or_else(|| invalid(name, "null", "Member must not be null"))
}

fn session_name(call: &Call) -> Result<String, Answer> {
    let name = required(call, "RoleSessionName")?;
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if (2..=64).contains(&name.len()) && name.bytes().all(good) {
        return Ok(name);
    }
    Err(invalid("roleSessionName", &name, "Member must satisfy regular expression pattern: [\\w+=,.@-]*"))
}

fn principal(key: &Key) -> String {
    let account = key.account.as_deref().unwrap_or(ACCOUNT);
    let user = || format!("arn:aws:iam::{account}:user/local");
    key.arn.clone().unwrap_or_else(user)
}

fn denied(key: &Key, role_arn: &str) -> Answer {
    refused(
        403,
        "AccessDenied",
        &format!("User: {} is not authorized to perform: sts:AssumeRole on resource: {role_arn}", principal(key)),
    )
}

fn denied_mfa(why: &str) -> Answer {
    refused(403, "AccessDenied", &format!("MultiFactorAuthentication failed{why}"))
}

fn not_authorized(call: &Call) -> Answer {
    let message = format!("Not authorized to perform sts:{}", call.operation);
    refused(403, "AccessDenied", &message)
}

fn invalid(name: &str, value: &str, constraint: &str) -> Answer {
    refused(
        400,
        "ValidationError",
        &format!(
            "1 validation error detected: Value '{value}' at '{name}' failed to satisfy \
             constraint: {constraint}"
        ),
    )
}

fn refused(status: u16, code: &str, message: &str) -> Answer {
    Protocol::Query.failure(status, code, message)
}

fn success(call: &Call, result: &str) -> Answer {
    let action = &call.operation;
    Answer::xml(&format!(
        "<{action}Response xmlns=\"{STS_NAMESPACE}\"><{action}Result>{result}</{action}Result>\
         <ResponseMetadata><RequestId>{REQUEST_ID}</RequestId></ResponseMetadata>\
         </{action}Response>"
    ))
}

fn session_xml(issued: &Issued, arn: &str) -> String {
    format!(
        "<Credentials><AccessKeyId>{}</AccessKeyId><SecretAccessKey>{}</SecretAccessKey>\
         <SessionToken>{}</SessionToken><Expiration>{}</Expiration></Credentials>\
         <AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:session</AssumedRoleId><Arn>{}</Arn>\
         </AssumedRoleUser>",
        issued.access_key,
        issued.secret,
        issued.session_token,
        clock::iso(issued.expires_at),
        escape(arn)
    )
}
