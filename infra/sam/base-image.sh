#!/usr/bin/env bash
# Makes a stand-in for public.ecr.aws/lambda/nodejs:24, for machines that cannot pull it: this machine's libraries,
# the project's own Node 24 and AWS's runtime interface client. SAM lays its emulator over it as over the real one.
# Needs: a Docker engine, npm, and autoconf automake libtool m4 cmake make g++ xz-utils for the client's native part.
set -euo pipefail

ric_version=4.0.2
root_directory=$(cd "$(dirname "$0")/../.." && pwd)
node="$root_directory/node_modules/node/bin/node"

case $(uname -m) in
  x86_64) architecture=x86_64 ;;
  aarch64 | arm64) architecture=arm64 ;;
  *) echo "no Lambda runs on $(uname -m)" >&2; exit 1 ;;
esac
image="public.ecr.aws/lambda/nodejs:24-$architecture"

if docker image inspect "$image" >/dev/null 2>&1; then
  echo "base image: $image is there"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "base image: building aws-lambda-ric $ric_version"
mkdir "$work/client"
# Its install script compiles it; npm asks for leave by name.
echo '{"private":true,"allowScripts":{"aws-lambda-ric":true}}' >"$work/client/package.json"
if ! (cd "$work/client" && PATH="$(dirname "$node"):$PATH" npm install --fetch-retries=5 --no-audit --no-fund \
  "aws-lambda-ric@$ric_version" >"$work/install.log" 2>&1); then
  tail -n 40 "$work/install.log" >&2
  exit 1
fi

rootfs="$work/root"
mkdir -p "$rootfs"/{bin,etc,opt,tmp,var/lang/bin,var/task,var/runtime/node_modules}
chmod 1777 "$rootfs/tmp"

# Copies a program to the same place, with the libraries that it loads.
add_libraries() {
  ldd "$1" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$rootfs$(dirname "$library")"
    cp -nL "$library" "$rootfs$library"
  done
}
cp "$node" "$rootfs/var/lang/bin/node"
add_libraries "$node"
client="$work/client/node_modules/aws-lambda-ric"
mkdir -p "$rootfs/var/runtime/node_modules/aws-lambda-ric" "$rootfs/var/runtime/node_modules/@aws"
cp "$client"/{index.mjs,package.json,rapid-client.node} "$rootfs/var/runtime/node_modules/aws-lambda-ric/"
cp -r "$work/client/node_modules/@aws/lambda-invoke-store" "$rootfs/var/runtime/node_modules/@aws/"
add_libraries "$client/rapid-client.node"
# SAM's own layer moves its emulator and makes it executable.
for program in sh chmod mv; do
  path=$(command -v "$program")
  cp -L "$path" "$rootfs/bin/$program"
  add_libraries "$path"
done

cat >"$rootfs/var/runtime/bootstrap" <<'BOOTSTRAP'
#!/bin/sh
exec /var/lang/bin/node /var/runtime/node_modules/aws-lambda-ric/index.mjs "$_HANDLER"
BOOTSTRAP
chmod +x "$rootfs/var/runtime/bootstrap"

tar -C "$rootfs" -c . | docker import \
  --change 'ENV PATH=/var/lang/bin:/bin LAMBDA_TASK_ROOT=/var/task LAMBDA_RUNTIME_DIR=/var/runtime LANG=C.UTF-8 TZ=:UTC' \
  --change 'WORKDIR /var/task' \
  - "$image" >/dev/null
echo "base image: made $image"
