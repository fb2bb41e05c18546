#!/bin/sh
# Creates `.env` for Docker Compose, with new secrets. A secret that exists already stays, so it is safe to run this again.
set -eu
cd "$(dirname "$0")"
umask 077

[ -e .env ] || cp .env.example .env
# An existing file may end without a line break.
[ -z "$(tail -c 1 .env)" ] || echo >> .env

for name in POSTGRES_PASSWORD JWT_SECRET; do
  grep -q "^$name=." .env || printf '%s=%s\n' "$name" "$(od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n')" >> .env
done
chmod 600 .env
