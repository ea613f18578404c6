"""Check a certificate's proof, or that one head of the log extends another: Python's standard library, nothing else.

python3 check_proof.py proof.json          what /<language>/verify/<code>/proof.json gave
python3 check_proof.py consistency.json    what /<language>/certificates/log/<A>/<B>/consistency.json gave
"""

import base64
import hashlib
import json
import sys
from pathlib import Path


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\1" + left + right)


def head(checkpoint):
    _origin, size, root = checkpoint.split("\n")[:3]
    return int(size), base64.b64decode(root)


def root_from(hashed, index, size, path):
    """Climb from an entry to the root (RFC 9162, 2.1.3.2)."""
    last = size - 1
    for step in path:
        if index & 1 or index == last:
            hashed = node(step, hashed)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            hashed = node(hashed, step)
        index, last = index >> 1, last >> 1
    return hashed if last == 0 else b""


def roots_from(first, second, first_root, path):
    """Climb to both roots at once (RFC 9162, 2.1.4.2)."""
    if first == second:
        return first_root, first_root
    path = [first_root, *path] if first & (first - 1) == 0 else path
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if place & 1 or place == last:
            old, new = node(step, old), node(step, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node(new, step)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else (b"", b"")


def check_proof(given):
    size, root = head(given["checkpoint"])
    for entry in given["entries"]:
        hashed = bytes.fromhex(entry["hash"])
        if "content" in entry:
            salted = sha256(bytes.fromhex(entry["salt"]) + entry["content"].encode())
            if sha256(b"\0" + salted) != hashed:
                return "an entry does not say what it claims"
        if "index" not in entry:
            print("not under a head yet:", entry.get("content", "(not told)"))
        elif root_from(hashed, entry["index"], size, [bytes.fromhex(step) for step in entry["path"]]) != root:
            return "an entry is not in the log"
        else:
            print(entry["index"], entry.get("content", "(not told)"))
    return ""


def check_consistency(given):
    (first, first_root), (second, second_root) = head(given["first"]), head(given["second"])
    path = [bytes.fromhex(step) for step in given["path"]]
    if roots_from(first, second, first_root, path) != (first_root, second_root):
        return "the second head does not extend the first"
    print(f"the head of {second} entries extends the head of {first}")
    return ""


def main(path):
    given = json.loads(Path(path).read_text(encoding="utf-8"))
    wrong = check_proof(given) if "entries" in given else check_consistency(given)
    print(f"WRONG: {wrong}" if wrong else "proved")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
