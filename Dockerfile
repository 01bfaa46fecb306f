# Builds the jar, then runs it on a Java run time alone, as a user without rights. Works with a read-only root file system:
#
#   docker build -t vedette .
#   docker run --read-only --tmpfs /tmp -p 2055:2055 -v vedette-alerts:/var/log/vedette vedette
#
# Configuration: mount a file and name it in VEDETTE_CONFIG, or set keys as variables (VEDETTE_LISTEN_PORT).

FROM eclipse-temurin:17-jdk-jammy AS build
WORKDIR /src
# The wrapper and the POMs first, so that a change of sources does not fetch Maven again.
COPY .mvn .mvn
COPY mvnw pom.xml LICENSE NOTICE THIRD-PARTY.md ./
COPY core core
COPY collector collector
COPY cli cli
COPY bench bench
RUN ./mvnw -q -B -ntp -DskipTests -pl cli -am package
# The bridge to libpcap, for "vedette capture" and --filter, and SQLite, for "vedette isn": unpacked here, because /tmp may forbid execution
# where they run.
RUN mkdir /native && cd /native \
 && jar xf /src/cli/target/vedette.jar com/sun/jna/linux-x86-64 com/sun/jna/linux-aarch64 \
 && mv com/sun/jna/linux-"$(uname -m | sed 's/x86_64/x86-64/')"/libjnidispatch.so . && rm -r com \
 && jar xf /src/cli/target/vedette.jar org/sqlite/native/Linux \
 && mv org/sqlite/native/Linux/"$(uname -m)"/libsqlitejdbc.so . && rm -r org
# The archive of loaded classes belongs to one JVM: it is made below, by the one that will run.

FROM eclipse-temurin:17-jre-jammy
# libpcap is for "vedette capture" alone, and needs --cap-add NET_RAW and --network host as well.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpcap0.8 \
 && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 vedette \
 && useradd --system --uid 10001 --gid vedette --home-dir /nonexistent --shell /usr/sbin/nologin vedette \
 && install -d -o vedette -g vedette /var/log/vedette
COPY --from=build /src/cli/target/vedette.jar /opt/vedette/vedette.jar
COPY --from=build /native/libjnidispatch.so /native/libsqlitejdbc.so /opt/vedette/
RUN cd /opt/vedette \
 && java -Xshare:off -XX:DumpLoadedClassList=/tmp/classes -cp /opt/vedette/vedette.jar io.vedette.cli.Vedette \
      collect --x-rehearse >/dev/null \
 && java -Xshare:dump -XX:+UseG1GC -XX:SharedClassListFile=/tmp/classes -XX:SharedArchiveFile=/opt/vedette/vedette.jsa \
      -cp /opt/vedette/vedette.jar >/dev/null \
 && rm /tmp/classes

# In a container the alerts' place is the volume, and the admin page is only reached from inside, by the check below.
ENV VEDETTE_ALERTS_LOG_PATH=/var/log/vedette/alerts.ndjson
USER 10001:10001
WORKDIR /var/log/vedette
VOLUME /var/log/vedette
EXPOSE 2055

# Asks /livez, which is 503 once a shard has died: then only a restart helps. Start is a second; three misses in a row are no accident.
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s --retries=3 \
  CMD ["java", "-XX:SharedArchiveFile=/opt/vedette/vedette.jsa", "-Xlog:disable", "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", \
  "-cp", "/opt/vedette/vedette.jar", "io.vedette.cli.Vedette", "health"]

# Longer than drain-limit, so that the orderly end is not cut short: docker stop --time 40.
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-XX:SharedArchiveFile=/opt/vedette/vedette.jsa", "-Xlog:disable", "-Xlog:all=warning:stderr", \
  "-Xms64m", "-Xmx320m", "-XX:MaxDirectMemorySize=64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", \
  "-Djna.boot.library.path=/opt/vedette", "-Djna.nounpack=true", "-Dorg.sqlite.lib.path=/opt/vedette", "-cp", "/opt/vedette/vedette.jar", "io.vedette.cli.Vedette"]
CMD ["collect"]
