# Mailglass in a container: SMTP on 1025, the page and the API on 8025.
#
#   docker build -t mailglass .
#   docker run --rm --read-only -p 127.0.0.1:1025:1025 -p 127.0.0.1:8025:8025 mailglass
#
# podman and buildah leave the health check out unless they are told --format docker; Debian 12's also want
# --build-arg BUILDPLATFORM=linux/amd64 (or whatever they run on).
# For two platforms at once: docker buildx build --platform linux/amd64,linux/arm64 -t mailglass .

ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
ARG BUILDPLATFORM

# What is built is JavaScript alone, the same for every platform: it is built on the platform that builds.
# A builder that does not name it (docker without buildx, BuildKit of Docker 20.10) reads "linux" as: Linux on its own processor.
FROM --platform=${BUILDPLATFORM:-linux} ${NODE_IMAGE} AS build
WORKDIR /src
COPY . .
RUN node scripts/package.mjs && mkdir /package && tar -xzf mailglass-*.tgz -C /package --strip-components=1

FROM ${NODE_IMAGE}
COPY --from=build /package /opt/mailglass
# Under the names of Mailpit and MailHog, for health checks and sendmail settings that call them.
RUN chmod 755 /opt/mailglass/dist/mailglass.mjs \
  && for name in /usr/local/bin/mailglass /usr/local/bin/mailpit /usr/local/bin/mailhog /usr/local/bin/MailHog /mailpit /usr/sbin/sendmail; do \
    ln -s /opt/mailglass/dist/mailglass.mjs "$name"; done \
  && mkdir /data && chown 1000:1000 /data
# A container is reached from outside of it: whoever runs it decides which ports are published, and where.
# `::` is every address, of IPv4 as well; without IPv6 it falls back to 0.0.0.0.
# The local CA of --tls auto and --https-port is in /data: mount a volume there to keep it.
ENV MAILGLASS_SMTP_HOST=:: MAILGLASS_HTTP_HOST=:: MAILGLASS_STATE_DIR=/data
EXPOSE 1025 8025
# A number, so that Kubernetes can see that it is not root.
USER 1000:1000
WORKDIR /
# It follows the variables of the port (MAILGLASS_HTTP_PORT, MP_UI_BIND_ADDR …). An --http-port among the arguments is not seen here.
HEALTHCHECK --interval=10s --timeout=4s --start-period=5s CMD ["mailglass", "readyz"]
ENTRYPOINT ["node", "/opt/mailglass/dist/mailglass.mjs"]
