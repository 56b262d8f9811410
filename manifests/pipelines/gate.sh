#!/bin/sh
# Asks the gate whether this run may deploy, and tells what was deployed. POSIX sh and curl, nothing else.
#
#   gate.sh ask                               waits for the answer
#   gate.sh tell success|failure|rolled_back  after the deployment
#
# COMPLIANCE_URL        https://compliance.example.com
# COMPLIANCE_KEY        cck_…, from 'keys create NAME --repositories … --environments …'; without it the token of a GitHub Actions job with
#                       'id-token: write' is used, for the audience COMPLIANCE_AUDIENCE (COMPLIANCE_URL if that is not set)
# GATE_REPOSITORY GATE_ENVIRONMENT GATE_COMMIT GATE_RUN_URL GATE_REQUESTED_BY
#                       what is deployed, where, by which run, started by whom; the commit's whole hash
# GATE_WAIT_SECONDS     how long to wait for an answer (3600)
# GATE_POLL_SECONDS     between questions (15)
# GATE_STARTED_AT       for 'tell': when the deployment began, such as 2026-01-31T09:00:00Z; GATE_FINISHED_AT likewise (now)
#
# Exit codes: 0 approved, or recorded; 1 rejected, or refused; 2 wrong usage; 3 no answer in time. Only 0 may deploy.
set -u

url=${COMPLIANCE_URL:-}
url=${url%/}
answer=$(mktemp) || exit 3
trap 'rm -f "$answer"' EXIT
trap 'exit 3' INT TERM

wrong() { echo "gate: $1" >&2; exit 2; }

for name in COMPLIANCE_URL GATE_REPOSITORY GATE_ENVIRONMENT GATE_COMMIT GATE_RUN_URL GATE_REQUESTED_BY; do
  eval "value=\${$name:-}"
  [ -n "$value" ] || wrong "$name is not set"
done

[ -n "${COMPLIANCE_KEY:-}${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ] || wrong "neither COMPLIANCE_KEY nor a token of GitHub Actions (permissions: id-token: write)"

# A text as JSON: backslashes and quotes escaped, control characters dropped.
text() { printf '"%s"' "$(printf '%s' "$1" | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g')"; }

bearer() {
  if [ -n "${COMPLIANCE_KEY:-}" ]; then
    printf '%s' "$COMPLIANCE_KEY"
  else
    # It lives five minutes: fetched anew for each question.
    printf 'header = "Authorization: bearer %s"\n' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
      curl -sS --max-time 20 -K - "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=${COMPLIANCE_AUDIENCE:-$url}" | sed -n 's/.*"value" *: *"\([^"]*\)".*/\1/p'
  fi
}

# METHOD PATH [BODY] → the status; 000 when there was no answer. The key goes by standard input, so that no list of processes shows it.
call() {
  key=$(bearer)
  if [ $# -eq 3 ]; then
    printf 'header = "Authorization: Bearer %s"\n' "$key" | curl -sS --max-time 30 -K - -o "$answer" -w '%{http_code}' -X "$1" -H 'Content-Type: application/json' --data-binary "$3" "$url$2"
  else
    printf 'header = "Authorization: Bearer %s"\n' "$key" | curl -sS --max-time 30 -K - -o "$answer" -w '%{http_code}' -X "$1" "$url$2"
  fi
}

# A text of the answer, by its name.
field() { sed -n 's/.*"'"$1"'":"\([^"\\]*\(\\.[^"\\]*\)*\)".*/\1/p' "$answer" | sed 's/\\"/"/g' | head -n 1; }

what="\"repository\":$(text "$GATE_REPOSITORY"),\"environment\":$(text "$GATE_ENVIRONMENT"),\"commit\":$(text "$GATE_COMMIT"),\"run_url\":$(text "$GATE_RUN_URL")"

ask() {
  until=$(($(date +%s) + ${GATE_WAIT_SECONDS:-3600}))
  id=
  said=
  while :; do
    if [ -n "$id" ]; then
      status=$(call GET "/api/v1/gates/decisions/$id")
    else
      status=$(call POST /api/v1/gates/decisions "{$what,\"requested_by\":$(text "$GATE_REQUESTED_BY")}")
    fi
    case $status in
      200)
        # The answer begins with these two, so nothing in its words is taken for them.
        id=$(sed -n 's/^{"id":"\([0-9a-f-]*\)","decision":"[a-z]*".*/\1/p' "$answer")
        decision=$(sed -n 's/^{"id":"[0-9a-f-]*","decision":"\([a-z]*\)".*/\1/p' "$answer")
        reason=$(field reason)
        [ "$decision $reason" = "$said" ] || printf 'gate: %s. %s\n' "$decision" "$reason"
        said="$decision $reason"
        case $decision in
          approved) exit 0 ;;
          pending) ;;
          *) exit 1 ;;
        esac
        ;;
      000 | 408 | 409 | 429 | 5??) echo "gate: no answer just now ($status)" >&2 ;;
      *) printf 'gate: refused (%s): %s\n' "$status" "$(field detail)" >&2; exit 1 ;;
    esac
    [ "$(date +%s)" -lt "$until" ] || { echo "gate: no approval in time" >&2; exit 3; }
    sleep "${GATE_POLL_SECONDS:-15}"
  done
}

tell() {
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  body="{$what,\"actor\":$(text "$GATE_REQUESTED_BY"),\"started_at\":$(text "${GATE_STARTED_AT:-$now}"),\"finished_at\":$(text "${GATE_FINISHED_AT:-$now}"),\"outcome\":$(text "$1")}"
  tries=0
  while [ "$tries" -lt 5 ]; do
    status=$(call POST /api/v1/deployments "$body")
    case $status in
      200 | 201) echo "gate: recorded as $(field class)"; exit 0 ;;
      000 | 408 | 409 | 429 | 5??) echo "gate: not recorded yet ($status)" >&2 ;;
      *) printf 'gate: refused (%s): %s\n' "$status" "$(field detail)" >&2; exit 1 ;;
    esac
    tries=$((tries + 1))
    sleep "${GATE_POLL_SECONDS:-15}"
  done
  exit 3
}

case "${1:-} ${2:-}" in
  "ask ") ask ;;
  "tell success" | "tell failure" | "tell rolled_back") tell "$2" ;;
  *) wrong "use 'gate.sh ask' or 'gate.sh tell success|failure|rolled_back'" ;;
esac
