"""Judges many bundles in one process: for each line of JSON [path, key, checkpoints] on standard input, what verify.py says of it, as JSON."""
import importlib.util, json, sys

spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
verify = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verify)
for line in sys.stdin:
    path, key, checkpoints = json.loads(line)
    print(json.dumps(verify.verify(path, key, (checkpoints or "").encode())), flush=True)
