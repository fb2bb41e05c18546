#!/bin/sh
# Creates `.env` for Docker Compose, with new secrets and sandbox payments. A secret that exists already stays, and so do
# the settings of Stripe, so it is safe to run this again.
set -eu
cd "$(dirname "$0")"
umask 077

[ -e .env ] || cp .env.example .env
# An existing file may end without a line break.
[ -z "$(tail -c 1 .env)" ] || echo >> .env

for name in POSTGRES_PASSWORD JWT_SECRET; do
  grep -q "^$name=." .env || printf '%s=%s\n' "$name" "$(od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n')" >> .env
done

grep -Eq '^(PAYMENTS|STRIPE_SECRET_KEY)=.' .env || cat >> .env <<'PAYMENTS'
# Sandbox payments move no money. To take real ones, remove this line and set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET.
PAYMENTS=sandbox
PAYMENTS
chmod 600 .env
