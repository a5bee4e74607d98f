"""Gets a login with the AWS CLI or with boto3 in this process, and prints its peak resident memory in KiB.

    peak.py aws ARGUMENT...
    peak.py boto3 ENDPOINT
"""

import contextlib
import io
import sys


def with_cli(arguments):
    from awscli.clidriver import main

    sys.argv = ["aws", *arguments]
    with contextlib.redirect_stdout(io.StringIO()) as answer:
        status = main()
    if status or not answer.getvalue():
        sys.exit("the AWS CLI failed")


def with_boto3(endpoint):
    import boto3

    answer = boto3.client("ecr", endpoint_url=endpoint).get_authorization_token()
    assert answer["authorizationData"][0]["authorizationToken"]


if sys.argv[1] == "aws":
    with_cli(sys.argv[2:])
else:
    with_boto3(sys.argv[2])
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM:")))
