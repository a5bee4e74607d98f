//! Peers that speak no HTTP, or too little of it.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// A listener on the loopback interface; each connection is served on a thread of its own.
pub struct Peer {
    address: String,
}

impl Peer {
    /// Says this to whoever asks, and closes.
    pub fn saying(words: &'static [u8]) -> Peer {
        Peer::new(move |mut stream| {
            hear(&mut stream);
            // Whoever asked may have left.
            let _ = stream.write_all(words).and_then(|()| stream.shutdown(Shutdown::Write));
            while hear(&mut stream) {}
        })
    }

    /// Says this again and again for as long as anybody listens.
    pub fn repeating(first: &'static [u8], rest: &'static [u8]) -> Peer {
        Peer::new(move |mut stream| {
            hear(&mut stream);
            let mut going = stream.write_all(first);
            while going.is_ok() {
                going = stream.write_all(rest);
            }
        })
    }

    /// Takes connections and says nothing.
    pub fn silent() -> Peer {
        Peer::new(|mut stream| while hear(&mut stream) {})
    }

    /// Opens a tunnel as a proxy, and leaves without reading what comes through it: the connection is reset.
    pub fn leaving_after_connect() -> Peer {
        Peer::new(|mut stream| {
            hear(&mut stream);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            // What arrives and is not read makes the close a reset.
            let _ = stream.peek(&mut [0]);
        })
    }

    fn new(serve: impl Fn(TcpStream) + Copy + Send + 'static) -> Peer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        // Listens to the end of the test program.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
                thread::spawn(move || serve(stream));
            }
        });
        Peer { address }
    }

    /// `http://127.0.0.1:PORT` for the scheme `http`.
    pub fn url(&self, scheme: &str) -> String {
        format!("{scheme}://{}", self.address)
    }
}

/// Reads what has come; false at the end.
fn hear(stream: &mut TcpStream) -> bool {
    stream.read(&mut [0; 4096]).is_ok_and(|read| read > 0)
}
