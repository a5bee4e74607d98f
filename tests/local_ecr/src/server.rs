//! Accepts connections and sends what the services answer.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use crate::answer::Answer;
use crate::body::{AnswerBody, Cut, Watch};
use crate::fault::{Plan, plan};
use crate::request::{Peer, Request};
use crate::router::Served;
use crate::socket::{Link, Socket};
use crate::world::State;
use crate::{clock, control, router};

/// Serves plain HTTP until the task is dropped.
pub async fn serve(listener: TcpListener, state: Arc<State>) {
    loop {
        let stream = accept(&listener).await;
        let state = state.clone();
        tokio::spawn(async move {
            let socket = Socket::new(stream);
            let peer = Peer { connection: state.lock().next(), scheme: "http", tls_version: None };
            let link = Link::new(peer, &socket, state.clone());
            converse(socket, link, state).await;
        });
    }
}

/// A failure to accept is the client's or passes; the listener stays.
pub async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // A segment held back only makes tests slower.
                let _ = stream.set_nodelay(true);
                return stream;
            }
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

/// Answers all requests of one connection.
pub async fn converse<S>(stream: S, link: Link, state: Arc<State>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let link = Arc::new(link);
    let service = service_fn(move |request| respond(request, link.clone(), state.clone()));
    // An error here is a client that left or a cut on purpose; both are in the record.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(
    request: hyper::Request<Incoming>,
    link: Arc<Link>,
    state: Arc<State>,
) -> Result<Response<AnswerBody>, Cut> {
    let request = Request::read(request, link.peer.clone()).await.map_err(|_| Cut)?;
    if let Some(answer) = control::answer(&request, &state) {
        let plan = Plan::plain(answer);
        return Ok(response(plan, None, &state, "control"));
    }

    link.count();
    let (plan, number, request_id) = decide(&request, &state);
    let watch = Watch::new(state.clone(), link, number);
    // Even no delay would wait for the timer's next tick.
    if !plan.delay.is_zero() {
        sleep(plan.delay).await;
    }
    if let Some(stop) = plan.stop {
        return Err(watch.stop(stop).await);
    }
    Ok(response(plan, Some(watch), &state, &request_id))
}

/// Everything that is settled at once, in one hold of the lock.
fn decide(request: &Request, state: &State) -> (Plan, u64, String) {
    let mut world = state.lock();
    let Served { mut call, answer } = router::serve(request, &mut world);
    call.number = world.next();
    call.at_ms = clock::millis(clock::now(0));
    call.request_id = format!("00000000-0000-4000-8000-{:012}", call.number);
    let plan = plan(&mut world, &mut call, request, answer);
    if plan.stop.is_none() {
        call.status = Some(plan.answer.status);
        call.error = plan.answer.error.clone();
    }
    let (number, request_id) = (call.number, call.request_id.clone());
    world.begin(call);
    (plan, number, request_id)
}

fn response(mut plan: Plan, watch: Option<Watch>, state: &State, request_id: &str) -> Response<AnswerBody> {
    let now = state.lock().now();
    let mut builder = Response::builder()
        .status(StatusCode::from_u16(plan.answer.status).unwrap_or(StatusCode::OK))
        .header("date", httpdate::fmt_http_date(now))
        .header("x-amzn-requestid", request_id)
        .header("content-type", &plan.answer.content_type);
    for (name, value) in plan.answer.headers.drain(..) {
        builder = builder.header(name, value);
    }
    let body = AnswerBody::new(plan.steps, plan.length, watch);
    builder.body(body).unwrap_or_else(|_| unsendable(state))
}

/// Settings can hold a header value that HTTP does not allow.
fn unsendable(state: &State) -> Response<AnswerBody> {
    let answer = Answer::text(500, "text/plain", "the settings make no valid header");
    response(Plan::plain(answer), None, state, "control")
}
