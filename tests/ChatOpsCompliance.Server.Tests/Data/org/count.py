#!/usr/bin/env python3
"""Counts, from the CSV files alone, what four reviews of this organisation have to find; prints JSON, which stands in counts.json.

Shares no code with the product. The organisation plays by these rules, here and in the test that reads counts.json:
- org:member is a birthright: a human account of somebody active in the roster is covered by one rule; any other is an item of its own.
- In each review a reviewer revokes what will be gone at the next date, and what a sixteenth of all hashes picks ("picked"), unless
  its risk is accepted at that moment. Everything else is kept.
- The system's owner says of every open removal that it is done, true or not. The next extract verifies it or shows it still there.
- Right after an extract, the risk of every open removal whose grant is there and that half of the picked hashes choose ("risky") is
  accepted for 90 days. It ends before the next extract; then it is accepted anew.
"""
import csv
import hashlib
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
DATES = ["2024-12-31", "2025-06-30", "2025-12-31", "2026-06-30"]


def rows(date, name):
    with open(os.path.join(HERE, date, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(key):
    return int(hashlib.sha256("|".join(key).encode("utf-8")).hexdigest()[:8], 16)


def picked(key):
    return number(key) % 16 == 0


def risky(key):
    return number(key) % 32 == 0


def main():
    grants = [{(r["account"], r["entitlement"], r["environment"]): r for r in rows(d, "access.csv")} for d in DATES]
    active = [{r["email"] for r in rows(d, "people.csv") if r["active"] == "true"} for d in DATES]
    tasks = []  # [review, key, state]
    found = []
    for n, date in enumerate(DATES):
        here = grants[n]
        fits = {k for k, g in here.items() if g["entitlement"] == "org:member" and g["account_type"] == "human" and g["person_email"] in active[n]}

        verified = reopened = 0
        for task in tasks:
            if task[2] == "claimed":
                task[2] = "open" if task[1] in here else "verified"
                verified += task[2] == "verified"
                reopened += task[2] == "open"
            elif task[2] == "verified":
                assert task[1] not in here, "a grant came back; say what follows"

        accepted = 0
        for task in tasks:
            if task[2] == "open" and task[1] in here and risky(task[1]):
                task[2] = "risk accepted"
                accepted += 1
        in_force = {t[1] for t in tasks if t[2] == "risk accepted"}

        items = [k for k in here if k not in fits]
        revoked = [k for k in items if k not in in_force and ((n + 1 < len(DATES) and k not in grants[n + 1]) or picked(k))]
        tasks += [[n, k, "open"] for k in revoked]
        for task in tasks:
            if task[2] == "open":
                task[2] = "claimed"

        found.append({
            "date": date,
            "items": len(items) + 1,
            "covered_by_the_rule": len(fits),
            "members_who_do_not_fit": sum(1 for k in items if k[1] == "org:member"),
            "revoked": len(revoked),
            "verified_by_this_extract": verified,
            "reopened_by_this_extract": reopened,
            "risk_accepted_after_it": accepted,
            "items_flagged_risk_accepted": sum(1 for k in items if k in in_force),
        })
        if n + 1 < len(DATES):
            for task in tasks:
                if task[2] == "risk accepted":
                    task[2] = "open"

    for n, review in enumerate(found):
        mine = [t[2] for t in tasks if t[0] == n]
        review["in_the_end"] = {state: mine.count(state) for state in ("verified", "claimed", "risk accepted")}
        assert sum(review["in_the_end"].values()) == review["revoked"]
    print(json.dumps(found, indent=2))


main()
