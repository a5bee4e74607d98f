//! The body of an answer, sent step by step, and the watch over its call.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::calls::Outcome;
use crate::fault::{Step, Stop};
use crate::socket::Link;
use crate::world::State;

const CHUNK: u64 = 64 * 1024;
static BLANKS: [u8; CHUNK as usize] = [b' '; CHUNK as usize];

/// Notes how a call ends; one that is dropped before its end was given up by the client.
pub struct Watch {
    state: Arc<State>,
    link: Arc<Link>,
    number: u64,
    ended: bool,
}

impl Watch {
    pub fn new(state: Arc<State>, link: Arc<Link>, number: u64) -> Watch {
        Watch { state, link, number, ended: false }
    }

    fn end(&mut self, outcome: Outcome) {
        if !self.ended {
            self.ended = true;
            self.state.lock().end(self.number, outcome);
        }
    }

    /// Ends the call in the way of a fault; a hang is ended by the client.
    pub async fn stop(mut self, stop: Stop) -> Cut {
        match stop {
            Stop::Hang => std::future::pending().await,
            Stop::Reset | Stop::Close => self.cut(stop),
        }
    }

    fn cut(&mut self, stop: Stop) -> Cut {
        if stop == Stop::Reset {
            self.link.reset();
        }
        self.end(Outcome::Cut);
        Cut
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.end(Outcome::Aborted);
    }
}

pub struct AnswerBody {
    steps: VecDeque<Step>,
    length: Option<u64>,
    pause: Option<Pin<Box<Sleep>>>,
    watch: Option<Watch>,
}

impl AnswerBody {
    pub fn new(steps: VecDeque<Step>, length: Option<u64>, watch: Option<Watch>) -> AnswerBody {
        let mut body = AnswerBody { steps, length, pause: None, watch };
        body.end_if_done();
        body
    }

    /// hyper does not ask again after the last byte, so the end is noted with it.
    fn end_if_done(&mut self) {
        if let (true, Some(watch)) = (self.steps.is_empty(), &mut self.watch) {
            watch.end(Outcome::Answered);
        }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(context));
                self.pause = None;
            }
            let data = match self.steps.pop_front() {
                None => return Poll::Ready(None),
                Some(Step::Data(data)) => data,
                Some(Step::Blanks(count)) => {
                    let size = count.min(CHUNK);
                    if count > size {
                        self.steps.push_front(Step::Blanks(count - size));
                    }
                    Bytes::from_static(&BLANKS[..size as usize])
                }
                Some(Step::Wait(time)) => {
                    self.pause = Some(Box::pin(sleep(time)));
                    continue;
                }
                Some(Step::Stop(Stop::Hang)) => {
                    self.steps.push_front(Step::Stop(Stop::Hang));
                    return Poll::Pending;
                }
                Some(Step::Stop(stop)) => {
                    if let Some(watch) = &mut self.watch {
                        watch.cut(stop);
                    }
                    return Poll::Ready(Some(Err(Cut)));
                }
            };
            self.end_if_done();
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
    }

    fn is_end_stream(&self) -> bool {
        self.steps.is_empty() && self.pause.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// The connection ends here, on purpose.
#[derive(Debug)]
pub struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the connection was cut on purpose")
    }
}

impl std::error::Error for Cut {}
