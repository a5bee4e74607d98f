//! Against the values AWS publishes: the ListUsers walk-through and the signature test suite.

use bytes::Bytes;
use hyper::header::{HeaderName, HeaderValue};

use super::*;

const STAMP: &str = "20150830T123600Z";
const SUITE_SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn request(method: &str, uri: &str, headers: &[(&str, &str)], body: &str) -> Request {
    let mut request = Request {
        method: method.parse().unwrap(),
        uri: uri.parse().unwrap(),
        body: Bytes::copy_from_slice(body.as_bytes()),
        ..Request::default()
    };
    for (name, value) in headers {
        request.headers.append(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
    }
    request
}

/// A request of the test suite with its Authorization header.
fn suite(
    method: &str,
    uri: &str,
    extra: &[(&str, &str)],
    body: &str,
    signature: &str,
    signed_headers: &str,
) -> Request {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
         SignedHeaders={signed_headers}, Signature={signature}"
    );
    let mut headers = vec![("host", "example.amazonaws.com"), ("x-amz-date", STAMP), ("authorization", &authorization)];
    headers.extend(extra);
    request(method, uri, &headers, body)
}

fn verify(request: &Request, key: &Key) -> Result<(), Refusal> {
    let now = clock::from_amz_date(STAMP).unwrap();
    Claim::read(request)?.verify(request, Some(key), "service", now)
}

#[test]
fn the_list_users_example_gives_the_published_values() {
    let request = request(
        "GET",
        "/?Action=ListUsers&Version=2010-05-08",
        &[
            ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
            ("host", "iam.amazonaws.com"),
            ("x-amz-date", STAMP),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
                 SignedHeaders=content-type;host;x-amz-date, \
                 Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            ),
        ],
        "",
    );
    let claim = Claim::read(&request).unwrap();
    let canonical = canonical_request(&request, &claim.signed_headers);
    assert_eq!(
        hex::encode(Sha256::digest(canonical)),
        "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59"
    );
    assert_eq!(
        hex::encode(signing_key(SUITE_SECRET, "20150830", "us-east-1", "iam")),
        "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
    );
    assert_eq!(claim.sign(&request, SUITE_SECRET, STAMP), claim.signature);
}

#[test]
fn requests_of_the_test_suite_are_accepted() {
    let key = Key::new(SUITE_SECRET);
    let plain = "host;x-amz-date";
    let vanilla = suite("GET", "/", &[], "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", plain);
    let ordered_query = suite(
        "GET",
        "/?Param2=value2&Param1=value1",
        &[],
        "",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        plain,
    );
    let trimmed_header = suite(
        "GET",
        "/",
        &[("my-header1", " value1"), ("my-header2", " \"a   b   c\"")],
        "",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        "host;my-header1;my-header2;x-amz-date",
    );
    let form = suite(
        "POST",
        "/",
        &[("content-type", "application/x-www-form-urlencoded")],
        "Param1=value1",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        "content-type;host;x-amz-date",
    );
    for request in [vanilla, ordered_query, trimmed_header, form] {
        assert_eq!(verify(&request, &key), Ok(()), "{}", request.uri);
    }
}

#[test]
fn a_changed_byte_of_the_body_is_noticed() {
    let request = suite(
        "POST",
        "/",
        &[("content-type", "application/x-www-form-urlencoded")],
        "Param1=value2",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        "content-type;host;x-amz-date",
    );
    let refusal = verify(&request, &Key::new(SUITE_SECRET)).unwrap_err();
    assert!(matches!(refusal, Refusal::Mismatch(why) if why.contains("does not match")));
}

#[test]
fn a_session_token_belongs_to_temporary_keys_only() {
    let vanilla = suite(
        "GET",
        "/",
        &[],
        "",
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "host;x-amz-date",
    );
    let temporary = Key { session_token: Some("token".into()), ..Key::new(SUITE_SECRET) };
    assert_eq!(verify(&vanilla, &temporary), Err(Refusal::UnknownKey));

    let expired = Key { expires_at: Some(1.0), ..Key::new(SUITE_SECRET) };
    assert_eq!(verify(&vanilla, &expired), Err(Refusal::ExpiredToken));
}

#[test]
fn a_signature_is_good_for_fifteen_minutes_either_way() {
    let at = clock::from_amz_date(STAMP).unwrap();
    let minutes = |count: u64| Duration::from_secs(count * 60);
    assert_eq!(check_age(at, at + minutes(15)), Ok(()));
    assert_eq!(check_age(at, at - minutes(15)), Ok(()));
    assert_eq!(
        check_age(at, at + minutes(24)),
        Err(Refusal::Mismatch(
            "Signature expired: 20150830T123600Z is now earlier than 20150830T124500Z \
             (20150830T130000Z - 15 min.)"
                .into()
        ))
    );
    assert!(check_age(at, at - minutes(16)).is_err());
}

#[test]
fn headers_that_are_no_signature_are_told_apart() {
    let read = |value: &str| Claim::read(&request("GET", "/", &[("authorization", value)], ""));
    assert_eq!(read("Basic QQ==").unwrap_err(), Refusal::Unsigned);
    assert!(matches!(read("AWS4-HMAC-SHA256 Credential=A/B/C").unwrap_err(), Refusal::Incomplete(_)));
    assert!(matches!(
        read("AWS4-HMAC-SHA256 Credential=A/20150830/r/s/aws4_request, Signature=0").unwrap_err(),
        Refusal::Incomplete(_)
    ));
}
