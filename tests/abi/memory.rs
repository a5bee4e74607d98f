//! What many calls, and answers without an end, leave of a process's memory.
#![cfg(target_os = "linux")]

use crate::c_program::Program;
use crate::deep;
use local_ecr::{ACCESS_KEY, Fault, LocalEcr, SECRET_KEY, Settings};

struct Usage {
    before: i64,
    after: i64,
    peak: i64,
}

fn usage(ecr: &LocalEcr, first: u32, rest: u32) -> Usage {
    let printed =
        Program::new("memory").run(&[ecr.url(), ACCESS_KEY, SECRET_KEY, &first.to_string(), &rest.to_string()]);
    let numbers: Vec<i64> = printed.split_whitespace().map(|number| number.parse().unwrap()).collect();
    let [before, after, peak] = numbers[..] else { panic!("{printed}") };
    assert!(before > 0 && after > 0 && peak >= after, "{printed}");
    Usage { before, after, peak }
}

#[test]
fn many_calls_leave_no_memory_behind() {
    let ecr = LocalEcr::start(Settings::default());
    let (first, rest, growth) = if deep() { (1000, 19_000, 2048) } else { (500, 3000, 512) };
    let usage = usage(&ecr, first, rest);
    println!(
        "memory: {} KiB after {first} calls, {} KiB after {rest} more, peak {} KiB",
        usage.before, usage.after, usage.peak
    );
    assert!(ecr.calls().len() >= rest as usize * 8 / 10);
    assert!(usage.after - usage.before < growth, "{} KiB became {}", usage.before, usage.after);
}

#[test]
fn an_answer_without_end_takes_no_more_memory_than_the_limit() {
    let peak = |declared, bytes| {
        let ecr =
            LocalEcr::start(Settings { fault: Some(Fault::BodyBytes { bytes, declared }), ..Settings::default() });
        usage(&ecr, 1, 0).peak
    };
    let small = peak(true, 1024);
    for declared in [true, false] {
        let large = peak(declared, 64 << 20);
        println!("memory: a body of 64 MiB, declared {declared}: peak {} KiB more than one of 1 KiB", large - small);
        assert!(large - small < 32 << 10, "{small} KiB became {large}");
    }
}
