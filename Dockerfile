# The image of the action: one static binary and the CA certificates, nothing else.
#
#   docker build .                                        compiles from source
#   docker build --build-arg SOURCE=prebuilt .            takes ./chartwright, a static binary made before
#   docker build --build-arg SOURCE=prebuilt --build-arg BINARY=target/…/chartwright --build-arg CERTIFICATES=… .
#
# No USER: the runner mounts a workspace that belongs to the host's user, and expects root (docs/actions.md).
ARG BUILDER=docker.io/library/rust:1.95-alpine
ARG SOURCE=compiled

# A binary made before, by a cross-compiling job or by .ci/run.
FROM scratch AS prebuilt
ARG BINARY=chartwright
ARG CERTIFICATES=ca-certificates.crt
COPY ${BINARY} /chartwright
COPY ${CERTIFICATES} /ca-certificates.crt

# From source. Alpine's Rust links musl statically; aws-lc and libgit2 are C, hence the compilers.
FROM ${BUILDER} AS compiled
RUN apk add --no-cache build-base ca-certificates cmake linux-headers perl
WORKDIR /source
COPY . .
RUN cargo build --release --locked --bin chartwright \
    && cp target/release/chartwright /chartwright \
    && cp /etc/ssl/certs/ca-certificates.crt /ca-certificates.crt

FROM ${SOURCE} AS artifacts

FROM scratch
LABEL org.opencontainers.image.title="chartwright" \
      org.opencontainers.image.description="Turns a git tag into a Helm chart release that can be proven" \
      org.opencontainers.image.source="https://github.com/chartwright/chartwright" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=artifacts /ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=artifacts /chartwright /chartwright
ENTRYPOINT ["/chartwright"]
CMD ["release"]
