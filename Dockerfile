# Vedette on Debian with a Java run time, as a user without rights. The root file system may be read-only:
#
#   docker build -t vedette .
#   docker run -d --name vedette --read-only --tmpfs /tmp -p 2055:2055 -v vedette:/var/lib/vedette --stop-timeout 45 vedette
#
# Everything lies where conf/install.sh puts it. Configuration: mount a folder with vedette.yaml at /etc/vedette, or set keys as variables
# (VEDETTE_LISTEN_PORT). More in docs/operations.md.

FROM debian:bookworm-slim AS build
# The slim image has no folders for manual pages; without them the alternatives of Java cannot be set up.
RUN install -d /usr/share/man/man1 \
 && apt-get update \
 && apt-get install -y --no-install-recommends openjdk-17-jdk-headless \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# Without sources first: what Maven fetches for this stays, until a POM changes.
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY core/pom.xml core/
COPY collector/pom.xml collector/
COPY cli/pom.xml cli/
COPY bench/pom.xml bench/
RUN ./mvnw -q -B -ntp -Dmaven.test.skip -pl cli -am package
COPY LICENSE NOTICE THIRD-PARTY.md ./
COPY core/src/main core/src/main
COPY collector/src/main collector/src/main
COPY cli/src/main cli/src/main
RUN ./mvnw -q -B -ntp -Dmaven.test.skip -pl cli -am package

FROM debian:bookworm-slim
# libpcap is for "vedette capture" and --filter alone.
RUN install -d /usr/share/man/man1 \
 && apt-get update \
 && apt-get install -y --no-install-recommends openjdk-17-jre-headless libpcap0.8 \
 && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 vedette \
 && useradd --system --uid 10001 --gid vedette --home-dir /var/lib/vedette --no-create-home --shell /usr/sbin/nologin vedette \
 && install -d -m 750 -o vedette -g vedette /var/lib/vedette
COPY conf/bin/vedette /usr/local/bin/vedette
COPY conf/vedette.yaml /etc/vedette/vedette.yaml
COPY --from=build /src/cli/target/vedette.jar /usr/local/lib/vedette/vedette.jar
# The archive of loaded classes belongs to the one JVM that will run. /tmp may forbid execution: libraries do not wait for it.
RUN cd /usr/local/lib/vedette \
 && vedette x-unpack native \
 && VEDETTE_JAVA_OPTS="-Xshare:off -XX:DumpLoadedClassList=/tmp/classes" vedette collect --x-rehearse >/dev/null \
 && java -Xshare:dump -XX:+UseG1GC -XX:SharedClassListFile=/tmp/classes -XX:SharedArchiveFile=vedette.jsa \
      -cp /usr/local/lib/vedette/vedette.jar >/dev/null \
 && rm -r /tmp/*

# What systemd sets for the service: the state is in the volume, and relative names of the configuration are below it.
ENV STATE_DIRECTORY=/var/lib/vedette VEDETTE_CONFIG=/etc/vedette/vedette.yaml
USER 10001:10001
WORKDIR /var/lib/vedette
VOLUME /var/lib/vedette
EXPOSE 2055

# Asks /livez, which is 503 once a shard has died: then only a restart helps. A start takes a second; three misses in a row are no accident.
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s --retries=3 CMD ["vedette", "health"]

# The orderly end may take drain-limit, 30 s by default: docker stop waits for 10 s unless --stop-timeout says more.
STOPSIGNAL SIGTERM
ENTRYPOINT ["vedette"]
CMD ["collect"]
