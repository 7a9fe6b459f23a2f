#!/bin/sh
# The same few questions for every environment: is it ready, does it refuse strangers, does it find what is there?
# Usage: smoke-test.sh https://assay.example.com   with the key in ASSAY_API_KEY
set -eu
url=${1:?usage: smoke-test.sh URL}
key=${ASSAY_API_KEY:?set ASSAY_API_KEY}
fail() { echo "smoke test: $1" >&2; exit 1; }

curl -fsS --max-time 10 "$url/readyz" >/dev/null || fail "$url is not ready"
status=$(curl -s --max-time 10 -o /dev/null -w '%{http_code}' "$url/api/v1/model/status")
[ "$status" = 401 ] || fail "without a key the answer is $status, not 401"
answer=$(printf 'header = "Authorization: Bearer %s"\n' "$key" | curl -fsS --max-time 30 -K - -H 'Content-Type: application/json' \
  -d '{"code":"import os\nfrom flask import request\n\ndef show():\n    os.system(\"ls \" + request.args[\"path\"])\n","context":{"path":"app.py"}}' \
  "$url/api/v1/analyze") || fail 'the analysis was not answered'
case $answer in
  *'"rule_id":"command-injection"'*) echo "smoke test: $url answers and finds what is there" ;;
  *) fail 'the analysis did not find the command injection' ;;
esac
