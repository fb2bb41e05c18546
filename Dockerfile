# One image for all processes. Its default command starts the API. Other commands start the worker or migrate the database:
#   docker run … cartwright node apps/worker/dist/main.js
#   docker run … cartwright node apps/worker/dist/migrate.js

FROM node:22-slim AS manifests
# pnpm is a native program and uses the certificates of the system. The slim image has none.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /shop
# Only manifests, so that a changed source file does not repeat the install.
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
# Only the packages that the bundles do not contain.
RUN npx -y pnpm@12 install --prod --frozen-lockfile --ignore-scripts --filter './apps/*'

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /shop
COPY --from=production /shop ./
COPY packages/adapters/migrations packages/adapters/migrations
COPY --from=build /shop/apps/worker/dist apps/worker/dist
COPY --from=build /shop/apps/http/dist apps/http/dist
# The only directory that the shop can write to. A volume that is mounted here takes over its owner.
RUN install -d -o node -g node /data && install -d extensions
USER node
EXPOSE 3000
# Node is the first process, so it receives SIGTERM.
CMD ["node", "apps/http/dist/main.js"]
