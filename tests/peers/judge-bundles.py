"""Judges many bundles in one process: for each line of JSON [path, key, checkpoints, certificates of an authority] on standard input, what verify.py says of it, as JSON. Without a path, whether it
can read a line of JSON, given as hex in place of the key."""
import importlib.util, json, sys

spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
verify = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verify)
for line in sys.stdin:
    path, key, checkpoints, authority = json.loads(line)
    print(json.dumps(verify.parsed(bytes.fromhex(key)) is not None if path is None else verify.verify(path, key, (checkpoints or "").encode(), (authority or "").encode())), flush=True)
