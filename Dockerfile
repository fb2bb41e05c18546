# One image for both processes: it serves HTTP, and with another command it is the worker or migrates the database:
#   docker run … cartwright node apps/worker/dist/main.js
#   docker run … cartwright node apps/worker/dist/migrate.js

FROM node:22-slim AS manifests
# pnpm is a native program that trusts the system's certificates, of which the slim image has none.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /shop
# Manifests alone: an edited source file does not install everything again.
COPY package.json pnpm-workspace.yaml pnpm-lock.yaml ./
COPY packages/domain/package.json packages/domain/
COPY packages/application/package.json packages/application/
COPY packages/adapters/package.json packages/adapters/
COPY apps/worker/package.json apps/worker/
COPY apps/http/package.json apps/http/

FROM manifests AS build
RUN npx -y pnpm@12 install --frozen-lockfile --ignore-scripts
COPY . .
RUN npx -y pnpm@12 build

FROM manifests AS production
# What the apps' bundles leave outside, no more: what the packages import is in the bundles.
RUN npx -y pnpm@12 install --prod --frozen-lockfile --ignore-scripts --filter './apps/*'

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /shop
COPY --from=production /shop ./
COPY packages/adapters/migrations packages/adapters/migrations
COPY --from=build /shop/apps/worker/dist apps/worker/dist
COPY --from=build /shop/apps/http/dist apps/http/dist
# All that the shop may write to; the rest belongs to root. A volume mounted here takes over the owner.
RUN install -d -o node -g node /data
USER node
EXPOSE 3000
# Node itself is the first process, so that SIGTERM reaches it.
CMD ["node", "apps/http/dist/main.js"]
