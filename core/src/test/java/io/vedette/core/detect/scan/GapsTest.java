package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class GapsTest {

    private final Gaps gaps = new Gaps();

    @Test
    void shouldKnowTheMedianWithinAFactorOfTwo() {
        for (int i = 0; i < 100; i++) {
            gaps.add(i < 40 ? 1 : 5_000);
        }
        assertThat(gaps.medianMillis()).isBetween(2_500L, 10_000L);
    }

    /** A fast scan of the whole Internet has more probes than an int counts. */
    @Test
    void shouldNotOverflow() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int bucket = 0; bucket < 40; bucket++) {
            out.writeInt(bucket == 0 ? Gaps.MOST - 10 : 0);
        }
        gaps.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int i = 0; i < 1000; i++) {
            gaps.add(100_000);
        }
        assertThat(gaps.medianMillis()).isZero();

        ByteArrayOutputStream written = new ByteArrayOutputStream();
        gaps.write(new DataOutputStream(written));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(written.toByteArray()));
        assertThat(in.readInt()).isBetween(Gaps.MOST / 2 - 10, Gaps.MOST / 2);
    }
}
