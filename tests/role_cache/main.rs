//! The AWS CLI's cache of role sessions, read and written by processes of their own: what is kept in memory serves none
//! of them.
//!
//! A test that holds the cache against botocore counts as ignored where output/venv has none; with
//! ECRLOGIN_REQUIRE_E2E=1 it fails.
#![allow(clippy::disallowed_methods, missing_docs)]

mod botocore;
#[allow(dead_code)]
#[path = "../engine/home.rs"]
mod home;
mod process;
mod sessions;
#[allow(dead_code)]
#[path = "../engine/support.rs"]
mod support;

use libtest_mimic::{Arguments, Trial};

fn main() {
    if process::is_child() {
        return process::answer_as_child();
    }
    let trials = vec![
        trial("a code is asked for once, not once a process", sessions::one_code_for_all_processes),
        trial("processes that come at once get one session", sessions::one_session_for_all_at_once),
        trial("a file has the mode and the form of the AWS CLI's", sessions::mode_and_form),
        trial("a session that the AWS CLI left is used, and it is said", sessions::files_of_the_cli_are_used),
        trial("the outermost session of a chain is enough", sessions::the_base_is_not_asked),
        trial("who lost what a session rests on gets none", sessions::what_it_rests_on_has_to_be_there),
        trial("a sign-in is not looked at where a session lies", sessions::a_sign_in_is_not_looked_at),
        trial("what is unreadable or over is replaced", sessions::junk_is_replaced),
        trial("a session near its end is not used", sessions::a_session_near_its_end_is_not_used),
        trial("a session that names another role or account is passed over", sessions::sessions_of_another_role),
        #[cfg(unix)]
        trial("a link, and a file that others may write, is passed over", sessions::files_of_others),
        trial("the setting leaves the cache alone", sessions::the_setting_leaves_it_alone),
        trial("nothing is written for keys of the request", sessions::keys_of_the_request_leave_nothing),
        trial("nothing is written of a server nobody verified", sessions::unverified_answers_are_not_left),
        trial("a cache that cannot be written is no error", sessions::a_cache_that_cannot_be_written),
        trial("what was forgotten is passed over", sessions::what_was_forgotten),
        botocore::trial("botocore's session serves us, with a code", botocore::theirs_serves_us),
        botocore::trial("our session serves botocore, without a code", botocore::ours_serves_them),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn trial(name: &str, body: fn()) -> Trial {
    Trial::test(name, move || {
        body();
        Ok(())
    })
}
