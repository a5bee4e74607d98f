//! The library that a C program or PowerShell loads: the C ABI of `ecr_abi` with an allocator that wipes.

pub use ecr_abi::exports::*;

/// Memory is wiped before it is given back, so that secrets do not outlive their owners,
/// those of the libraries underneath included.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);
