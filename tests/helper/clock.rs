//! Clocks that are wrong, here or at the service.

use crate::call::{HOST, Scene};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::Settings;

const HOURS: i64 = 3600;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("a clock that is off by 13 hours keeps logins for as long as another", off_by_hours),
        trial("a clock that was set back far makes a login old, one that was set right does not", set_back),
    ]
}

fn off_by_hours() {
    for hours in [-13, 13] {
        let scene = Scene::new(Settings { clock_offset_s: hours * HOURS, ..Settings::default() });
        scene.call("get", HOST).login();
        let asked = scene.asked();
        scene.call("get", HOST).login();
        assert_eq!(scene.asked(), asked, "{hours}: most of its life is ahead");
        let age = |seconds: i64| {
            scene.change(|kept| {
                let login = &mut kept["logins"][0];
                for key in ["since", "expires_at"] {
                    login[key] = (login[key].as_i64().unwrap() - seconds).into();
                }
            });
        };
        // Two fifths of its life, then half of it.
        age(12 * HOURS * 2 / 5 - 60);
        scene.call("get", HOST).login();
        assert_eq!(scene.asked(), asked, "{hours}: still");
        age(12 * HOURS / 10 + 120);
        scene.call("get", HOST).login();
        assert!(scene.asked() > asked, "{hours}: over");
    }
}

fn set_back() {
    for (seconds, serves) in [(13 * HOURS, false), (90, false), (30, true)] {
        let scene = Scene::new(Settings::default());
        scene.call("get", HOST).login();
        // As it would stand there, had this clock been ahead by so much when it came.
        scene.change(|kept| {
            let login = &mut kept["logins"][0];
            for (key, sign) in [("since", 1), ("offset", -1)] {
                login[key] = (login[key].as_i64().unwrap() + sign * seconds).into();
            }
        });
        scene.call("get", HOST).login();
        assert_eq!(scene.asked() == 1, serves, "{seconds}");
    }
}
