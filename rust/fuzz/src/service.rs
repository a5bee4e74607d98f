//! A service on the loopback address that gives whatever answers it was told to.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many connections are served at once: more than the engine keeps. Their threads never end, since
/// LeakSanitizer takes what an ending thread still holds for lost.
const CONNECTIONS: usize = 32;

/// An answer as it goes over the wire.
#[derive(Clone)]
pub struct Answer {
    /// All its bytes.
    pub bytes: Vec<u8>,
    /// Whether the connection ends with it.
    pub last: bool,
}

#[derive(Default)]
struct Script {
    answers: Vec<Answer>,
    asked: usize,
    /// How many connections have had their last answer and are not closed yet.
    closing: usize,
}

#[derive(Default)]
struct Shared {
    script: Mutex<Script>,
    closed: Condvar,
}

/// The service; it lives as long as the process.
pub struct Service {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Service {
    /// Starts one on a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback address has a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let shared = Arc::new(Shared::default());
        for _ in 0..CONNECTIONS {
            let listener = listener.try_clone().expect("a listener can be shared");
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                // A connection that breaks is the engine's business.
                listener.incoming().flatten().for_each(|connection| drop(serve(&connection, &shared)));
            });
        }
        Service { address, shared }
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Says what is answered from now on: one answer a request in this order, the last one for all that follow.
    /// Connections that had their last answer are closed before, on both sides, so that none is used again.
    pub fn answer_with(&self, answers: Vec<Answer>) {
        let waited = self.shared.closed.wait_while(self.shared.script(), |script| script.closing > 0);
        *waited.unwrap_or_else(PoisonError::into_inner) = Script { answers, ..Script::default() };
    }
}

impl Shared {
    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_answer(&self) -> Answer {
        let mut script = self.script();
        let at = script.asked.min(script.answers.len() - 1);
        let answer = script.answers[at].clone();
        script.asked += 1;
        script.closing += usize::from(answer.last);
        answer
    }

    fn note_closed(&self) {
        self.script().closing -= 1;
        self.closed.notify_all();
    }
}

fn serve(mut connection: &TcpStream, shared: &Shared) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection);
    while read_request(&mut reader)? {
        let answer = shared.next_answer();
        let written = connection.write_all(&answer.bytes);
        if answer.last {
            let closed = connection.shutdown(Shutdown::Write).and_then(|()| io::copy(&mut reader, &mut io::sink()));
            shared.note_closed();
            return written.and(closed).map(drop);
        }
        written?;
    }
    Ok(())
}

/// Reads a whole request; false at the end of the connection.
fn read_request(reader: &mut impl BufRead) -> io::Result<bool> {
    let mut body = 0;
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(false);
        }
        let length = line.to_ascii_lowercase().strip_prefix("content-length:").map(|rest| rest.trim().parse());
        body = length.and_then(Result::ok).unwrap_or(body);
    }
    reader.read_exact(&mut vec![0; body])?;
    Ok(true)
}
