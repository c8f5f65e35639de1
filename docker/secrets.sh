#!/bin/sh
# Make the secrets of compose.yaml, once: random, readable for this user and the containers, never in git.
set -eu
folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/secrets
mkdir -p "$folder"
chmod 0700 "$folder" # the files alone are mounted, so nobody needs to walk through here
for name in postgres_password person_key; do
    if [ ! -s "$folder/$name" ]; then
        head -c 48 /dev/urandom | base64 | tr -d '\n' >"$folder/$name"
        chmod 0444 "$folder/$name" # the containers' users are not ours
        echo "made $folder/$name"
    fi
done
