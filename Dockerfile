# Mailglass in a container: SMTP on 1025, the page and the API on 8025.
#
#   docker build -t mailglass .
#   docker run --rm --read-only -p 127.0.0.1:1025:1025 -p 127.0.0.1:8025:8025 mailglass
#
# podman and buildah omit the health check unless --format docker is given; the versions of Debian 12 also need
# --build-arg BUILDPLATFORM=linux/amd64 (or the platform on which they run).
# For two platforms at once: docker buildx build --platform linux/amd64,linux/arm64 -t mailglass .

ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
ARG BUILDPLATFORM

# The build creates only JavaScript, which is the same for every platform, so it runs on the builder's own platform.
# A builder that does not define it (docker without buildx, BuildKit of Docker 20.10) reads "linux" as Linux on its own architecture.
FROM --platform=${BUILDPLATFORM:-linux} ${NODE_IMAGE} AS build
WORKDIR /src
COPY . .
RUN node scripts/package.mjs && mkdir /package && tar -xzf mailglass-*.tgz -C /package --strip-components=1

FROM ${NODE_IMAGE}
COPY --from=build /package /opt/mailglass
# Also under the names of Mailpit and MailHog, which health checks and sendmail settings call.
RUN chmod 755 /opt/mailglass/dist/mailglass.mjs \
  && for name in /usr/local/bin/mailglass /usr/local/bin/mailpit /usr/local/bin/mailhog /usr/local/bin/MailHog /mailpit /usr/sbin/sendmail; do \
    ln -s /opt/mailglass/dist/mailglass.mjs "$name"; done \
  && mkdir /data && chown 1000:1000 /data
# Clients are outside of the container, so listen on all addresses. Which ports are published, and where, is set when it is run.
# `::` includes all IPv4 addresses; without IPv6 it falls back to 0.0.0.0.
# The local CA of --tls auto and --https-port is in /data: mount a volume there to keep it. MAILGLASS_STORE=/data/mail.db keeps mail there, too.
ENV MAILGLASS_SMTP_HOST=:: MAILGLASS_HTTP_HOST=:: MAILGLASS_STATE_DIR=/data
EXPOSE 1025 8025
# A number, so that Kubernetes can verify that it is not root.
USER 1000:1000
WORKDIR /
# It finds the port among the server's arguments (--http-port, --listen …) and variables (MAILGLASS_HTTP_PORT, MP_UI_BIND_ADDR …).
HEALTHCHECK --interval=10s --timeout=4s --start-period=5s CMD ["mailglass", "readyz"]
ENTRYPOINT ["node", "/opt/mailglass/dist/mailglass.mjs"]
