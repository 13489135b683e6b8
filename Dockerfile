# Both stages stand on the same Debian release: the program carries the Swift libraries inside, but
# takes libc, libstdc++ and zlib from the system, and one linked against newer ones would not start.
ARG BASE=docker.io/library/debian:bookworm-slim

# A label cannot ask the program, so its version stands here, and the build fails if they differ.
ARG VERSION=0.1.0


# The package with an empty source file for each target, since SwiftPM builds nothing while a target
# has none. It stays the same until a target comes or goes, whatever changes in the sources.
FROM ${BASE} AS skeleton
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /src
COPY Sources Sources
COPY Tests Tests
RUN find Sources Tests -name '*.swift' -o -name '*.[ch]' \
  | sed -E 's|^([^/]+/[^/]+(/include)?)/.*\.|/skeleton/\1/Empty.|' | sort -u \
  | xargs -n 1 install -D -m 644 /dev/null


FROM swift:6.3-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /src

# How many compilers run at the same time; empty means one for each core.
ARG JOBS=

# The dependencies come first, in a layer that stays good until their versions change. Those are in
# Package.resolved where there is one; only as a pattern may a COPY name a file that is not there.
# The skeleton of the tests stays, since the image is built without the real ones.
# What the linker is told leaves out the names of functions, which nothing looks up: 5 MB.
COPY Package.swift Package.resolve[d] ./
COPY --from=skeleton /skeleton ./
RUN swift build -c release --static-swift-stdlib -Xlinker -s -Xlinker --no-export-dynamic \
    --target publish-gate --jobs "${JOBS:-$(nproc)}" \
  && rm -r Sources

COPY Sources Sources
ARG REVISION=
RUN PUBLISH_GATE_REVISION="$REVISION" \
  swift build -c release --static-swift-stdlib -Xlinker -s -Xlinker --no-export-dynamic \
    --product publish-gate --jobs "${JOBS:-$(nproc)}" \
  && install -D .build/release/publish-gate /out/publish-gate
ARG VERSION
RUN said=$(/out/publish-gate --version | cut -d ' ' -f 2) \
  && [ "$said" = "$VERSION" ] \
  || { echo "the program is of version '$said', VERSION says '$VERSION'" >&2; exit 1; }


FROM ${BASE}

# procps: Jenkins looks with ps whether its steps still run. /work is there for a run without a
# folder of its own, and any user may write to it.
# Debian serves only the newest version of a package, so a pinned one would soon not be found.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates procps \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -m 1777 /work
WORKDIR /work

COPY --from=build /out/publish-gate /usr/local/bin/

# No ENTRYPOINT and no USER: Jenkins starts the image with `cat`, GitLab pipes a script into `sh`,
# GitHub runs `tail -f /dev/null`, and each brings the user that owns its work folder.
CMD ["publish-gate", "--help"]

ARG BASE
ARG VERSION
ARG REVISION=
LABEL org.opencontainers.image.title="publish-gate" \
  org.opencontainers.image.description="Waits until the publish of a Kore.ai bot has ended, judges it and reports it" \
  org.opencontainers.image.url="https://github.com/publish-gate/publish-gate" \
  org.opencontainers.image.documentation="https://github.com/publish-gate/publish-gate#readme" \
  org.opencontainers.image.source="https://github.com/publish-gate/publish-gate" \
  org.opencontainers.image.base.name="$BASE" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION"
