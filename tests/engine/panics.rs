use ecr_abi::panics::fence;
use ecr_engine::Code;
use std::process::Command;

const CHILD: &str = "ECRLOGIN_TEST_PANIC";

#[test]
fn a_panic_becomes_an_error_that_keeps_its_words_to_itself() {
    let error = fence(|| -> () { panic!("hunter2") }).unwrap_err();
    assert_eq!(error.code, Code::Internal);
    assert!(error.message.contains("panics.rs:"), "{error}");
    assert!(!error.message.contains("hunter2"), "{error}");
}

/// Runs itself as a child: what a panic prints goes to the whole process.
#[test]
fn a_fenced_panic_prints_nothing_and_others_still_do() {
    if std::env::var_os(CHILD).is_some() {
        let _ = fence(|| -> () { panic!("fenced words") });
        let _ = std::thread::spawn(|| panic!("words of another")).join();
        return;
    }
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "panics::a_fenced_panic_prints_nothing_and_others_still_do", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&child.stderr).into_owned() + &String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success(), "{printed}");
    assert!(!printed.contains("fenced words"), "{printed}");
    assert!(printed.contains("words of another"), "{printed}");
}
