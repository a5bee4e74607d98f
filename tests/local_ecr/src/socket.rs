//! A TCP connection that can be torn down with a reset.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::request::Peer;
use crate::world::State;

/// What all requests of one connection share.
pub struct Link {
    pub peer: Peer,
    reset: Arc<AtomicBool>,
    counted: AtomicBool,
    state: Arc<State>,
}

impl Link {
    pub fn new(peer: Peer, socket: &Socket, state: Arc<State>) -> Link {
        Link { peer, reset: socket.reset.clone(), counted: AtomicBool::new(false), state }
    }

    /// From now on the end of the connection is a reset.
    pub fn reset(&self) {
        self.reset.store(true, Ordering::Relaxed);
    }

    /// Counts the connection at its first call, so that the control interface does not.
    pub fn count(&self) {
        if !self.counted.swap(true, Ordering::Relaxed) {
            let connections = &mut self.state.lock().connections;
            connections.accepted += 1;
            connections.open += 1;
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if *self.counted.get_mut() {
            self.state.lock().connections.open -= 1;
        }
    }
}

pub struct Socket {
    stream: TcpStream,
    reset: Arc<AtomicBool>,
}

impl Socket {
    pub fn new(stream: TcpStream) -> Socket {
        Socket { stream, reset: Arc::new(AtomicBool::new(false)) }
    }

    fn prepare_reset(&self) -> bool {
        self.reset.load(Ordering::Relaxed) && self.stream.set_zero_linger().is_ok()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.prepare_reset();
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.prepare_reset() {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
