#!/usr/bin/env bash
# Continuous integration of the stack on a bare Debian machine: cfn-lint over the templates, then every function through
# the real SAM CLI. Installs a Docker engine, SAM CLI and cfn-lint, and starts an engine of its own that ends with it.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools="$PWD/dist/python"
if [ ! -x "$tools/bin/sam" ]; then
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --retries 10 --disable-pip-version-check \
    --requirement infra/sam/requirements.txt
fi
export PATH="$tools/bin:$PATH" SAM_CLI_TELEMETRY=0

started=$SECONDS
npm run --silent synth -- --context stage=prod
echo "cdk synth: $((SECONDS - started)) s"
npm run --silent synth -- --context stage=dev
# W3005: the CDK names a role as a dependency besides referring to it.
cfn-lint --ignore-checks W3005 -- cdk.out/*.template.json
echo "cfn-lint: clean"

if ! docker info >/dev/null 2>&1; then
  engine=$(mktemp -d)
  dockerd --data-root "$engine/data" --exec-root "$engine/exec" --pidfile "$engine/pid" \
    --host "unix://$engine/docker.sock" >"$engine/log" 2>&1 &
  daemon=$!
  trap 'kill "$daemon" 2>/dev/null; wait "$daemon" 2>/dev/null; rm -rf "$engine"' EXIT
  export DOCKER_HOST="unix://$engine/docker.sock"
  for _ in $(seq 60); do
    if docker info >/dev/null 2>&1; then break; fi
    if ! kill -0 "$daemon" 2>/dev/null; then break; fi
    sleep 1
  done
  docker info >/dev/null || { tail -n 20 "$engine/log" >&2; exit 1; }
fi

infra/sam/base-image.sh
npm run --silent sam
