package io.vedette.collector.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteChunksTest {

    private static byte[] joined(List<ByteBuffer> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(chunk -> all.write(chunk.array(), chunk.position(), chunk.remaining()));
        return all.toByteArray();
    }

    /** Single bytes, pieces of all sizes around that of a chunk, and whole streams, against the JDK's. */
    @Test
    void shouldHaveWhatWasWritten() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            ByteChunks chunks = new ByteChunks();
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int step = random.nextInt(40); step > 0; step--) {
                byte[] bytes = new byte[random.nextInt(3 * ByteChunks.CHUNK)];
                random.nextBytes(bytes);
                int from = bytes.length / 7;
                int length = random.nextBoolean() ? bytes.length - from : Math.min(bytes.length - from, 9);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        chunks.write(step);
                        expected.write(step);
                    }
                    case 1 -> {
                        chunks.write(bytes, from, length);
                        expected.write(bytes, from, length);
                    }
                    default -> {
                        ByteChunks more = new ByteChunks();
                        more.write(bytes, from, length);
                        chunks.append(more);
                        expected.write(bytes, from, length);
                    }
                }
                assertThat(chunks.size()).isEqualTo(expected.size());
            }
            assertThat(joined(chunks.chunks())).isEqualTo(expected.toByteArray());
            assertThat(chunks.chunks()).allMatch(ByteBuffer::hasRemaining);
        }
    }

    @Test
    void shouldRefuseAWrongRange() {
        assertThatThrownBy(() -> new ByteChunks().write(new byte[3], 2, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
