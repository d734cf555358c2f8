# Production only: no development packages, no bundled Node, no embedded database, and not root.
# DATABASE_URL has to name a PostgreSQL server (docker-compose.yml brings one).
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    NODE_COMPILE_CACHE=/app/.cache
RUN install --directory --owner=node --group=node /app/.cache /app/.data
COPY --from=packages /app/node_modules ./node_modules
COPY . .
USER node
# Fails the build when an import is missing, and leaves every module compiled in the cache.
RUN ["node", "--input-type=module", "--eval", "await import('/app/src/wire.ts')"]
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "--max-old-space-size=384", "src/main.ts"]
