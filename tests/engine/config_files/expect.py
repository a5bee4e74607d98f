"""Writes what botocore, the reader of the AWS CLI, makes of each file of files.json.

    python expect.py        with botocore installed; the expectations in files.json are replaced

A case has the text of the config file, or of the credentials file, and the profile that is asked for. `cli` is what
the AWS CLI then goes by, null where it refuses the file or knows no such profile. Where we differ, by being more
lenient, `ours` says so; it is written by hand.
"""

import json
import os
import pathlib
import tempfile

import botocore.exceptions
import botocore.session


def scoped(case):
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("config", "credentials"):
            path = pathlib.Path(folder, kind)
            if kind in case:
                path.write_bytes(case[kind].encode("utf-8"))
            name = "AWS_CONFIG_FILE" if kind == "config" else "AWS_SHARED_CREDENTIALS_FILE"
            os.environ[name] = str(path)
        try:
            return botocore.session.Session(profile=case["profile"]).get_scoped_config()
        except (botocore.exceptions.ConfigParseError, botocore.exceptions.ProfileNotFound):
            return None


def main():
    path = pathlib.Path(__file__).with_name("files.json")
    cases = json.loads(path.read_text(encoding="utf-8"))
    for case in cases:
        ours = case.pop("ours", None)
        case["cli"] = scoped(case)
        if ours is not None:
            case["ours"] = ours
    path.write_text(json.dumps(cases, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
