# Both stages stand on the same Debian release: the program carries the Swift libraries inside, but
# takes libc, libstdc++ and zlib from the system, and one linked against newer ones would not start.

FROM swift:6.3-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /src

# How many compilers run at the same time; empty means one for each core.
ARG JOBS=

# The dependencies come first, in a layer that stays good until their versions change. Those are in
# Package.resolved where there is one; only as a pattern may a COPY name a file that is not there.
# SwiftPM builds nothing while a target has no source file, so here each target has one that is
# empty. Afterwards these go, and the modules they made, which would hide those of targets written
# in C. Only the ones of the tests stay, since the image is built without the real ones.
# What the linker is told leaves out the names of functions, which nothing looks up: 5 MB.
COPY Package.swift Package.resolve[d] ./
RUN swift package dump-package \
  | awk -F '"' ' \
      /^      "name"/ { target = $4; folder = "" } \
      /^      "path"/ { folder = $4 } \
      /^      "type" : "/ { \
        if (folder == "") folder = ($4 == "test" ? "Tests/" : "Sources/") target; \
        print folder "/" ($4 == "executable" ? "main" : "Empty") ".swift" \
      }' \
  | while read -r file; do mkdir -p "${file%/*}" && touch "$file"; done \
  && swift build -c release --static-swift-stdlib -Xlinker -s -Xlinker --no-export-dynamic \
    --product publish-gate --jobs "${JOBS:-$(nproc)}" \
  && for target in Sources/*; do rm -f ".build/release/Modules/${target#*/}.swiftmodule"; done \
  && rm -r Sources

COPY Sources Sources
ARG REVISION=
RUN PUBLISH_GATE_REVISION="$REVISION" \
  swift build -c release --static-swift-stdlib -Xlinker -s -Xlinker --no-export-dynamic \
    --product publish-gate --jobs "${JOBS:-$(nproc)}" \
  && install -D .build/release/publish-gate /out/publish-gate


FROM debian:bookworm-slim

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

ARG VERSION=
ARG REVISION=
LABEL org.opencontainers.image.title="publish-gate" \
  org.opencontainers.image.description="Waits until the publish of a Kore.ai bot has ended, judges it and reports it" \
  org.opencontainers.image.source="https://github.com/publish-gate/publish-gate" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION"
