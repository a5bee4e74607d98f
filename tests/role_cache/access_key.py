"""Prints the access key of a profile's role session, which the AWS CLI's cache serves or gets.

    python access_key.py PROFILE CODE
"""

import os
import sys

import botocore.credentials
import botocore.session

profile, code = sys.argv[1:]


def ask(prompt):
    if not code:
        sys.exit("a code is asked for")
    return code


session = botocore.session.Session(profile=profile)
session.set_config_variable("region", "eu-west-1")
provider = session.get_component("credential_provider").get_provider("assume-role")
provider.cache = botocore.credentials.JSONFileCache(os.path.expanduser(os.path.join("~", ".aws", "cli", "cache")))
provider._prompter = ask
print(session.get_credentials().get_frozen_credentials().access_key)
