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
# A container is reached from outside of it: whoever runs it decides which ports are published, and where.
ENV MAILGLASS_SMTP_HOST=0.0.0.0 MAILGLASS_HTTP_HOST=0.0.0.0
EXPOSE 1025 8025
# A number, so that Kubernetes can see that it is not root.
USER 1000:1000
WORKDIR /
# It asks the port of MAILGLASS_HTTP_PORT: an --http-port among the arguments is not seen here.
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MAILGLASS_HTTP_PORT || 8025}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/opt/mailglass/dist/mailglass.mjs"]
