#!/usr/bin/env python3
"""What a learning platform does when a course is completed: issue the certificates, once, whatever the network does.

    REGISTER=https://college.example REGISTER_KEY=reg_… python3 issue_at_completion.py course-17-group-3 completed.json

``completed.json`` is a list of certificates as docs/api.md describes them. The first argument names the request: run
the same again after a failure, and what was issued already is answered again, not issued again.
"""

import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.request

ATTEMPTS, PASSING = 6, {429, 500, 502, 503, 504}


def issue(name, certificates):
    """Send the certificates under one name until there is an answer; return its status and its JSON."""
    sent = urllib.request.Request(
        os.environ["REGISTER"] + "/api/v1/certificates",
        data=json.dumps({"certificates": certificates}).encode(),
        headers={
            "Authorization": "Bearer " + os.environ["REGISTER_KEY"],
            "Idempotency-Key": name,
            "Content-Type": "application/json",
            "Accept-Language": os.environ.get("REGISTER_LANGUAGE", "en"),
        },
    )
    attempt = 0
    while True:
        attempt += 1
        wait = 2**attempt
        try:
            with urllib.request.urlopen(sent, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            if refusal.code not in PASSING or attempt == ATTEMPTS:
                return refusal.code, json.load(refusal)
            wait = int(refusal.headers.get("Retry-After") or wait)
        except OSError:  # no answer: it may have been done or not, and the next attempt finds out
            if attempt == ATTEMPTS:
                raise
        time.sleep(wait)


if __name__ == "__main__":
    status, answer = issue(sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")))
    for made in answer.get("certificates", []):
        print(made["index"], made["record_number"], made["url"])
    for fault in answer.get("errors", []):
        print(fault["index"], fault["field"], fault["message"], fault["proposed"], file=sys.stderr)
    sys.exit(0 if status == 201 else answer.get("detail", status))
