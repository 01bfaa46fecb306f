package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.isn.store.SqliteStore;
import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.isn.SourceCount;
import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An import is killed again and again, at whatever it is doing, and started again; afterwards each capture is in the store,
 * once. {@code -Dvedette.isn.kills=100} for more than a few kills.
 */
class IsnKillTest {

    private static final int CAPTURES = 60;
    private static final int PORTS = 2_000;
    private static final int SYNS_PER_PORT = 3;
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @TempDir
    Path directory;

    @Test
    void shouldCountEachCaptureOnceHoweverOftenItIsKilled() throws Exception {
        Path spool = Files.createDirectory(directory.resolve("spool"));
        for (int i = 0; i < CAPTURES; i++) {
            Files.write(spool.resolve(i + ".cap"), capture(i));
        }
        int kills = Integer.getInteger("vedette.isn.kills", 8);
        Random random = new Random(20_261_121);
        int killedAtWork = 0;
        for (int kill = 0; kill < kills; kill++) {
            long before = total();
            try (Program program = Program.start(directory, "isn", "import", "--store", "isn.db", "spool")) {
                await().atMost(Duration.ofSeconds(60))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> total() > before || !program.isAlive());
                LockSupport.parkNanos(random.nextInt(60_000_000));
                killedAtWork += program.isAlive() ? 1 : 0;
                program.kill();
            }
            assertThat(total() % (PORTS * SYNS_PER_PORT))
                    .as("whole captures only")
                    .isZero();
        }
        assertThat(killedAtWork).as("killed at work").isPositive();
        try (Program program = Program.start(directory, "isn", "import", "--store", "isn.db", "spool")) {
            assertThat(program.exitCode()).as(program.err()).isZero();
        }

        try (IsnStore store = SqliteStore.openExisting(directory.resolve("isn.db"), null)) {
            for (PortHistory port : store.history(DayRange.ending(DAY, 1), new Interest(0, 0), IsnStore.MAX_PORTS)
                    .ports()) {
                assertThat(port.total()).isEqualTo(new SynCount(CAPTURES * SYNS_PER_PORT, CAPTURES));
                assertThat(port.sources()).isEqualTo(new SourceCount(CAPTURES, CAPTURES, true));
            }
        }
        assertThat(total()).isEqualTo((long) CAPTURES * PORTS * SYNS_PER_PORT);
    }

    private long total() throws IOException {
        Path file = directory.resolve("isn.db");
        if (!Files.exists(file) || Files.size(file) == 0) {
            return 0;
        }
        try (IsnStore store = SqliteStore.open(file, null)) {
            return store.history(DayRange.ending(DAY, 1), new Interest(0, 0), 1).totals().values().stream()
                    .mapToLong(SynCount::all)
                    .sum();
        }
    }

    /** Three SYNs to each port, one of which matches, all from one sender. */
    private static byte[] capture(int sender) {
        ByteBuffer out = ByteBuffer.allocate(24 + 56 * PORTS * SYNS_PER_PORT).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65_535)
                .putInt(101);
        int seconds = (int) DAY.atTime(12, 0).toEpochSecond(ZoneOffset.UTC);
        for (int i = 0; i < PORTS * SYNS_PER_PORT; i++) {
            out.order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(seconds)
                    .putInt(i)
                    .putInt(40)
                    .putInt(40);
            out.order(ByteOrder.BIG_ENDIAN)
                    .putInt(0x4500_0028)
                    .putInt(0)
                    .put((byte) 64)
                    .put((byte) 6)
                    .putShort((short) 0);
            out.putInt(0x0a00_0000 + sender).putInt(0xc000_0201);
            out.putShort((short) 40_000).putShort((short) (i % PORTS)).putInt(i < PORTS ? 0xc000_0201 : i);
            out.putInt(0).putShort((short) 0x5002).putShort((short) 1024).putInt(0);
        }
        return out.array();
    }
}
