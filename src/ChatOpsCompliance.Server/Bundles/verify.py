#!/usr/bin/env python3
"""Verifies an evidence bundle with Python 3 and the openssl command alone; README.txt in the bundle says what is checked.
Usage: verify.py FILE.zip [--key FINGERPRINT] [--checkpoints FILE] [--tsa-certificate FILE.pem]
Exit codes: 0 it fits, 1 it does not, 2 wrong usage, 3 openssl is missing."""
import base64, calendar, datetime, hashlib, itertools, json, mmap, os, re, struct, subprocess, sys, tempfile, time, zlib
FORMAT = "chatops-compliance evidence bundle v1"
HEX, TIME, DAY = "[0-9a-f]{64}", r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", "[0-9]{4}-[0-9]{2}-[0-9]{2}"
NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*"
SEAL = re.compile(rf"{FORMAT}\nsigner ({HEX})\nsignature ([A-Za-z0-9+/=]{{88}})\n(?:timestamp ([A-Za-z0-9+/=]+)\n)?")
ABOUT = re.compile(rf"{FORMAT}\nfrom ({DAY})\nto ({DAY})\nstart ({TIME})\nend ({TIME})\nas-of ({TIME})\nmade-by [ -~]+\nsigner ({HEX})\n"
                   rf"log-first ([0-9]{{1,18}})\nlog-last ([0-9]{{1,18}})\nlog-before ({HEX})\nlog-hash ({HEX})\n")
TABLES = [("decisions", "item.decided item.settled item.reopened", "body.decision body.reason body.outcome body.rendering", "person review system account entitlement environment message words"),
          ("extracts", "snapshot.taken", "body.system body.extractedAt body.sourceCount body.count body.contentHash body.fileHash body.method", "words"),
          ("removals", "removal.", "body.campaign body.ordinal body.snapshot body.extractedAt body.until", "person words"),
          ("emergency-changes", "change.", "body.repository body.environment body.commit body.seat body.by body.windowUntil body.run", "person words"),
          ("deployments", "deployment. gate.answered", "body.repository body.environment body.commit body.runUrl body.class body.outcome body.answer", "words"),
          ("attachments", "attachment.kept", "body.of body.hash body.size body.by", "person words")]
FILES = re.compile(rf"README\.txt|bundle\.txt|signer\.pem|verify\.py|summary\.pdf|ledger/(?:[0-9]{{6}}|texts|checkpoints)\.jsonl|tables/(?:{'|'.join(t[0] for t in TABLES)})\.csv|populations/[0-9a-f-]{{36}}\.jsonl|removals/proof\.csv|attachments/{HEX}|reports/[a-z0-9-]+\.(?:csv|xlsx)")
CELL = r'(?:[^",\r\n]*|"(?:[^"\r\n]|"")*")'  # what stands beside the log in a table is one line, however it is read
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")  # how such a public key begins in DER
LINE, SMALL = 1 << 20, 1 << 24  # the longest line; the largest directory and file that is read whole
class Fault(Exception): pass
def need(fits, otherwise):
    if not fits: raise Fault(otherwise)
def sha(data): return hashlib.sha256(data).hexdigest()
def unbase64(text):  # nothing when other text would give the same bytes
    try: return base64.b64decode(text, validate=True) * (base64.b64encode(base64.b64decode(text)).decode() == text)
    except ValueError: return b""
def after(day):  # the midnight at its end; nothing when there is no such day
    try: return f"{datetime.date.fromisoformat(day) + datetime.timedelta(1)}T00:00:00.000000Z"
    except (ValueError, OverflowError): return None
def parsed(line):  # nothing when it is deeper than 64 or has half a character; a number that is long, or -0, is no whole one
    try: row = json.loads(line.decode("utf-8"), parse_constant=lambda _: 1 / 0, parse_int=lambda n: float(n) if n == "-0" or len(n) > 18 else int(n))
    except (ValueError, ArithmeticError, RecursionError): return None
    try: half = re.search(rb"\\u[dD][89a-fA-F]", line) and not json.dumps(row, ensure_ascii=False).encode("utf-8")
    except ValueError: half = True
    return None if half or line.count(b"[") + line.count(b"{") > 64 < max(itertools.accumulate({91: 1, 123: 1, 93: -1, 125: -1}.get(c, 0) for c in re.sub(rb'"(?:[^"\\]|\\.)*"', b"", line)), default=0) else row
class Zip:
    def __init__(self, path):
        with open(path, "rb") as file: self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if os.path.getsize(path) else b""
        data, size, self.entries, end = self.data, len(self.data), {}, "The end of the file is not that of a bundle: it was cut, added to or changed."
        at = data.rfind(b"PK\5\6", max(0, size - 65557))
        need(size < 1 << 32 and at >= 0 and size - at >= 22, end)
        disk, disk2, here, count, length, start, comment = struct.unpack("<4H2LH", data[at + 4:at + 22])
        self.signed, seal = at + 20, SEAL.fullmatch(data[at + 22:].decode("latin-1"))
        need(seal and comment == size - at - 22 and (disk, disk2, here) == (0, 0, count) and start + length == at and length <= SMALL, end)
        self.signer, self.signature, self.stamp = seal[1], unbase64(seal[2]), unbase64(seal[3] or "")
        need(len(self.signature) == 64 and int.from_bytes(self.signature[32:], "big") * 2 <= ORDER and bool(self.stamp) == bool(seal[3]), end)
        at, begin, total, seen = start, 0, 0, set()
        for number in range(1, count + 1):
            wrong = f"Entry {number} of the zip is not as a bundle has it: its headers disagree, its name is not allowed, or something stands between the files."
            crc, packed, plain, letters = struct.unpack("<LLLH", (data[at + 16:at + 30] + bytes(14))[:14])
            name, common = data[at + 46:at + 46 + letters].decode("latin-1"), struct.pack("<5H3L2H", 20, 0, 8, 0, 33, crc, packed, plain, letters, 0)
            need(re.fullmatch(NAME, name) and letters <= 200 and name.lower() not in seen and data[at:at + 46] == struct.pack("<4sH26s3H2L", b"PK\1\2", 20, common, 0, 0, 0, 0, begin) and data[begin:begin + 30 + letters] == b"PK\3\4" + common + name.encode(), wrong)
            self.entries[name] = (begin + 30 + letters, packed, plain, crc)
            at, begin, total = at + 46 + letters, begin + 30 + letters + packed, total + plain
            need(not seen.add(name.lower()) and begin <= start and total <= 100 * size + 10_000_000, wrong)
        need(at == start + length and begin == start, f"The zip has {count} files, and something else stands before, between or behind them.")
    def chunks(self, name):
        begin, packed, plain, crc = self.entries.get(name) or need(False, f"{name} is not there.")
        unpack, got, sum32, at, wrong = zlib.decompressobj(-15), 0, 0, 0, f"{name} does not unpack to what the zip says of it."
        while at < packed and not unpack.eof:
            try: piece = unpack.decompress(self.data[begin + at:begin + min(at + 8192, packed)])
            except zlib.error: raise Fault(wrong) from None
            at, got, sum32 = min(at + 8192, packed), got + len(piece), zlib.crc32(piece, sum32)
            need(got <= plain, wrong)
            yield piece
        need(unpack.eof and not unpack.unused_data and at == packed and got == plain and sum32 == crc, wrong)
    def read(self, name):
        need(self.entries.get(name, (0, 0, 0))[2] <= SMALL, f"{name} is larger than it ever is.")
        return b"".join(self.chunks(name))
    def lines(self, name):
        rest = b""
        for chunk in self.chunks(name):
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole: yield line if len(line) <= LINE else need(False, f"{name} has a line longer than any ever is.")
            need(len(rest) <= LINE, f"{name} has a line longer than any ever is.")
        need(not rest, f"{name} ends in the middle of a line.")
def openssl(*arguments, **files):
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            with open(os.path.join(folder, name), "wb") as file: file.write(data)
        return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True)
def signed(pem, data_hash, pair):
    der = b"".join(b"\2" + bytes([len(n)]) + n for n in (b"\0" * (p[0] >> 7) + p for p in (pair[:32].lstrip(b"\0") or b"\0", pair[32:].lstrip(b"\0") or b"\0")))
    return openssl("pkeyutl", "-verify", "-pubin", "-inkey", "pem", "-sigfile", "pair", "-in", "hash", pem=pem, pair=b"\x30" + bytes([len(der)]) + der, hash=data_hash).returncode == 0
def stamped(zip, authority):  # the time of the stamp, which an openssl that knows the authority says is one of this signature
    text = openssl("ts", "-reply", "-token_in", "-in", "token", "-text", token=zip.stamp).stdout.decode("latin-1")
    said = re.search(r"^Time stamp: (\w+ +\d+ [\d:]{8})(?:\.\d+)? (\d{4}) GMT$", text, re.M)
    at = calendar.timegm(time.strptime(f"{said[1]} {said[2]}", "%b %d %H:%M:%S %Y")) if said else 0
    need(said and zip.stamp[:2] == b"0\x82" and int.from_bytes(zip.stamp[2:4], "big") == len(zip.stamp) - 4 and openssl("ts", "-verify", "-token_in", "-in", "token", "-digest", sha(zip.signature), "-CAfile", "authority", "-attime", str(at), token=zip.stamp, authority=authority).returncode == 0, "The time stamp is none of this signature by the authority whose certificate you gave.")
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
def cell(row, path):
    for name in path.split("."): row = row.get(name) if isinstance(row, dict) else None
    if isinstance(row, int): return str(row).lower()
    return "" if not isinstance(row, str) else row if re.fullmatch("([A-Za-z0-9][A-Za-z0-9:_./@ -]*)?", row) else "sha256:" + sha(row.encode("utf-8", "replace"))
def population(zip, name):
    def field(value, text): return b"\xff\xff\xff\xff" if value is None else struct.pack("<i", len(text)) + text
    total, count = hashlib.sha256(), 0
    for count, line in enumerate(zip.lines(name), 1):
        fields = parsed(line)
        need(isinstance(fields, list) and len(fields) == 11 and all(f is None or isinstance(f, (str, int)) for f in fields), f"{name}, line {count}: it can't be read.")
        total.update(b"".join(field(f, (str(f).lower() if isinstance(f, bool) else str(f)).encode("utf-8", "replace")) for f in (fields if fields[8] != "Grant" else fields[:8])))
    return total.hexdigest(), str(count)
def checkpoints(lines, where):
    for number, line in enumerate(lines, 1):
        c = parsed(line) if line.strip() else None
        fits = isinstance(c, dict) and all(type(c.get(k)) is t for k, t in (("seq", int), ("count", int), ("hash", str), ("at", str), ("key", str), ("signature", str)))
        need(fits and re.fullmatch(HEX, c["hash"]) and re.fullmatch(TIME, c["at"]) or not line.strip(), f"{where}, line {number}: this is no checkpoint.")
        if c: yield c
def check(path, key, outside, authority):
    zip, yes, no = Zip(path), [], []
    need(not key or zip.signer == key.replace(":", "").lower(), f"It was signed by another key than the one you named: {zip.signer}.")
    *files, last = list(zip.entries) or [""]
    sums = re.findall(rf"({HEX})  ({NAME})\n", zip.read("SHA256SUMS").decode("latin-1"))
    need(last == "SHA256SUMS" and [s[1] for s in sums] == files and zip.entries[last][2] == sum(len(s[1]) + 67 for s in sums), "SHA256SUMS does not name exactly the files that are there, in their order.")
    for expected, name in sums:
        total = need(FILES.fullmatch(name), f"{name} is no file that a bundle has.") or hashlib.sha256()
        for chunk in zip.chunks(name): total.update(chunk)
        need(total.hexdigest() == expected, f"{name} is not what SHA256SUMS says.")
    yes.append(f"Each of the {len(files)} files is what SHA256SUMS says, and the zip holds nothing else.")
    pem = zip.read("signer.pem")
    base = re.fullmatch("-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/]{64}\n[A-Za-z0-9+/=]{60})\n-----END PUBLIC KEY-----\n", pem.decode("latin-1"))
    der = unbase64(base[1].replace("\n", "") if base else "")
    need(len(der) == 91 and der[:27] == P256 and sha(der) == zip.signer, "signer.pem is not the key that the end of the file names.")
    need(signed(pem, hashlib.sha256(memoryview(zip.data)[:zip.signed]).digest(), zip.signature), "The signature does not fit: something was changed after it was signed, or another key signed it.")
    yes.append(f"Every byte was signed with the key {zip.signer}.")
    (yes if key else no).append("That is the key you named." if key else "Who signed it. Anybody can make a key: ask somebody you trust for the fingerprint, and give it with --key.")
    about = ABOUT.fullmatch(zip.read("bundle.txt").decode("latin-1"))
    need(about and about[6] == zip.signer, "bundle.txt is not as a bundle has it.")
    day, until, start, end, as_of, first, last = *about.groups()[:5], int(about[7]), int(about[8])
    need(day <= until and (start, end) == (f"{day}T00:00:00.000000Z", after(until)), "bundle.txt names other days than it counts.")
    inside, given, watched = list(checkpoints(zip.read("ledger/checkpoints.jsonl") and zip.lines("ledger/checkpoints.jsonl"), "ledger/checkpoints.jsonl")), list(checkpoints(outside.split(b"\n"), "The checkpoints you gave")), {}
    for c in inside + given: watched.setdefault(c["seq"], []).append(c)
    launched, there = log(zip, files, sums, about, watched, yes), {n[12:-6] for n in files if n.startswith("populations/")}
    for campaign in sorted(there | {c for c, l in launched.items() if start <= l[0] < end}): need(campaign in launched and population(zip, f"populations/{campaign}.jsonl") == launched[campaign][1:], f"populations/{campaign}.jsonl is not the population that the audit log says was frozen.")
    yes.append(f"Populations of reviews: {len(there)}, each with the hash that the log has from its launch.")
    for own in [c for c in (inside, given) for c in sorted((c for c in c if c["key"] == zip.signer), key=lambda c: c["seq"])[-1:]]:
        text, pair = f"chatops-compliance checkpoint v1\nseq {own['seq']}\nhash {own['hash']}\ncount {own['count']}\nat {own['at']}\nkey {own['key']}\n", unbase64(own["signature"])
        need(len(pair) == 64 and signed(pem, hashlib.sha256(text.encode("utf-8", "replace")).digest(), pair), f"The checkpoint of {own['at']} at entry {own['seq']} is not signed by the key of this bundle, though it names it.")
    for c in inside + given: need(c["seq"] <= last or c["at"] >= as_of, f"The checkpoint of {c['at']} saw entry {c['seq']}, and the audit log here ends with entry {last}: its end was cut off.")
    fit = max((c["seq"] for c in given if first - 1 <= c["seq"] <= last), default=None)
    if fit is None: no.append("That this is the log as it was written. Whoever has the signing key could have written another, or cut off its end: give checkpoints kept elsewhere with --checkpoints.")
    else: yes.append(f"Up to entry {fit} the audit log is the one that your checkpoints saw: nothing before it was rewritten.")
    if fit is not None and fit < last: no.append(f"Entries {fit + 1} to {last}: they came after your newest checkpoint and rest on the operator's word.")
    if others := sum(not first - 1 <= c["seq"] <= last for c in given): no.append(f"Your checkpoints of entries before or after those in this bundle, {others} in all, say nothing of it.")
    if as_of < end: no.append(f"What came after {as_of}: the bundle was made then, before its period was over.")
    if authority and zip.stamp: yes.append(f"It was signed before {stamped(zip, authority)}: the authority whose certificate you gave stamped the signature then.")
    else: no.append("When it was signed: an authority's time stamp is there; give its certificate, from somebody you trust, with --tsa-certificate." if zip.stamp else "When it was signed: no authority stamped it, so the time is the operator's word.")
    no.append("That reports/, summary.pdf, removals/ and those columns of tables/ that do not begin with log. say what the log says: the signature covers them, and nothing else does.")
    return [f"FITS. Evidence of {day} to {until}, as of {as_of}.", *("  Proved: " + y for y in yes), *("  Not proved: " + n for n in no)]
def log(zip, files, sums, about, watched, yes):
    start, end, first, last, prev, names = about[3], about[4], int(about[7]), int(about[8]), about[9], [n for n in files if re.fullmatch(r"ledger/[0-9]{6}\.jsonl", n)]
    need(names == [f"ledger/{n:06}.jsonl" for n in range(1, len(names) + 1)], "The files of the audit log are not numbered without a gap.")
    tables, beside, launched, erased, erasures, kept, held, texts, number = [], zip.lines("ledger/texts.jsonl"), {}, [], set(), set(), 0, 0, first - 1
    for name, kinds, columns, more in TABLES:
        tables.append((name, kinds.split(), ("seq at kind subject actor.person actor.via " + columns).split(), zip.lines(f"tables/{name}.csv"), re.compile(CELL + ("," + CELL) * more.count(" ") + "\r")))
        need(next(tables[-1][3], b"") == (",".join(["log." + c for c in tables[-1][2]] + more.split()) + "\r").encode(), f"tables/{name}.csv has other columns than a bundle has.")
    need(first == 1 or first <= last, "The audit log is not there.")
    seen = {number: prev}
    for line in itertools.chain.from_iterable(map(zip.lines, names)):
        row, number = parsed(line), number + 1
        need(isinstance(row, dict) and all(isinstance(row.get(k), str) for k in ("at", "kind", "prev")) and type(row.get("seq")) is int, f"Entry {number} of the audit log can't be read.")
        need(row["seq"] == number and row["prev"] == prev, f"Entry {number} of the audit log does not follow the one before: one of the two was changed, taken out, put in or moved.")
        need(number > first or first == 1 or row["at"] < start, f"The audit log begins with entry {number}, which is of the period: what came before it may have been left out.")
        prev = sha(line)
        if number in watched: seen[number] = prev
        if row["kind"] == "campaign.launched": launched[cell(row, "body.campaign")] = (row["at"], cell(row, "body.populationHash"), cell(row, "body.population"))
        if row["kind"] == "words.erased": erasures.add(number)
        if not start <= row["at"] < end: continue
        for ref in sorted(set(re.findall(rb'(?<!\\)"text:([0-9a-f]{64})"', line))):
            t, texts = parsed(next(beside, b"")), texts + 1
            fits = isinstance(t, dict) and t.get("seq") == number and t.get("ref") == ref.decode()
            if fits and type(t.get("erased")) is int: erased.append(t["erased"])
            else: need(fits and isinstance(t.get("salt"), str) and isinstance(t.get("text"), str) and re.fullmatch("([0-9a-f]{2})*", t["salt"]) and sha(bytes.fromhex(t["salt"]) + t["text"].encode()) == t["ref"], f"A text beside entry {number} of the audit log is not the one it points to.")
        for name, kinds, columns, lines, beside_it in tables:
            if not any(row["kind"] == k or k[-1] == "." and row["kind"].startswith(k) for k in kinds): continue
            said, expected = next(lines, b""), (",".join(cell(row, c) for c in columns) + ",").encode()
            need(said.startswith(expected) and beside_it.fullmatch(said[len(expected):].decode("latin-1")), f"tables/{name}.csv does not say what entry {number} of the audit log says.")
            need(name != "attachments" or (cell(row, "body.hash"), "attachments/" + cell(row, "body.hash")) in sums, f"The file that entry {number} of the audit log kept as evidence is not there.")
            held, _ = held + 1, name == "attachments" and kept.add("attachments/" + cell(row, "body.hash"))
    need(number == last and prev == about[10], f"The audit log ends with entry {number}, and bundle.txt says that it ends otherwise.")
    for name, _, _, lines, _ in tables: need(next(lines, None) is None, f"tables/{name}.csv has lines of which the audit log says nothing.")
    need(next(beside, None) is None and all(e in erasures or not first <= e <= last for e in erased), "ledger/texts.jsonl has texts, or erasures, of which the audit log says nothing.")
    for name in files: need(name[:12] != "attachments/" or name in kept, f"{name} is none of the period's: the audit log does not say that it was kept as evidence.")
    yes.append(f"Entries {first} to {last} of the audit log follow each other without a gap, each with the hash of the one before." if last >= first else "The audit log has no entry that matters to this period.")
    yes.append(f"{held} lines of the tables and {texts} texts are what the log says, and none of the period is left out.")
    for c in sorted(itertools.chain.from_iterable(watched.values()), key=lambda c: c["seq"]): need(seen.get(c["seq"], c["hash"]) == c["hash"], f"Entry {c['seq']} of the audit log is not the one that the checkpoint of {c['at']} saw: it or one before it was rewritten.")
    return launched
def verify(path, key=None, outside=b"", authority=b""):
    try: return "\n".join(check(path, key, outside, authority))
    except Fault as fault: return f"DOES NOT FIT. {fault}"

if __name__ == "__main__":
    given = dict(zip(sys.argv[2::2], sys.argv[3::2]))
    if len(sys.argv) % 2 or len(sys.argv) < 2 or set(given) - {"--key", "--checkpoints", "--tsa-certificate"}: sys.exit(print(__doc__, file=sys.stderr) or 2)
    try: print(said := verify(sys.argv[1], given.get("--key"), *(open(given[n], "rb").read() if n in given else b"" for n in ("--checkpoints", "--tsa-certificate"))))
    except OSError as missing: sys.exit(print(missing, file=sys.stderr) or (3 if missing.filename == "openssl" else 2))
    sys.exit(said[0] != "F")
