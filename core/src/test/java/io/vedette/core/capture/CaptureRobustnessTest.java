package io.vedette.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes and however they arrive: an end, within the file, and the same one. */
class CaptureRobustnessTest {

    private static List<byte[]> samples() throws IOException {
        List<byte[]> samples = new ArrayList<>();
        try (InputStream in = CaptureRobustnessTest.class.getResourceAsStream("/captures/scan-xmas.pcap")) {
            samples.add(in.readAllBytes());
        }
        byte[] frame = new byte[60];
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            CaptureBytes file = new CaptureBytes(order).section();
            samples.add(file.description(1, 0, file.option(9, (byte) 9))
                    .enhanced(0, 1, frame)
                    .block(5, new byte[40])
                    .description(101, 40, file.option(14, new byte[8]))
                    .obsolete(1, 2, frame)
                    .simple(90, frame)
                    .section()
                    .description(1, 0, new byte[0])
                    .enhanced(0, 3, frame)
                    .toArray());
        }
        return samples;
    }

    @Test
    void shouldNotDependOnTheSizeOfThePieces() throws IOException {
        for (byte[] sample : samples()) {
            Captured whole = Captured.of(sample);
            for (int piece : new int[] {1, 2, 3, 5, 13, 64, 1000}) {
                Captured pieces = Captured.inPieces(sample, piece);

                assertThat(pieces.frames()).isEqualTo(whole.frames());
                assertThat(pieces.problem()).isEqualTo(whole.problem());
                assertThat(pieces.counts().faults.total())
                        .isEqualTo(whole.counts().faults.total());
            }
        }
    }

    @Test
    void shouldSurviveEverySampleMutatedAThousandTimes() throws IOException {
        Random random = new Random(20260817);
        for (byte[] sample : samples()) {
            for (int round = 0; round < 1000; round++) {
                byte[] mutated = sample.clone();
                for (int flips = random.nextInt(8); flips >= 0; flips--) {
                    mutated[8 + random.nextInt(mutated.length - 8)] = (byte) random.nextInt();
                }
                Captured whole = Captured.of(mutated);
                Captured pieces = Captured.inPieces(mutated, 1 + random.nextInt(500));

                assertThat(pieces.frames()).isEqualTo(whole.frames());
                assertThat(pieces.problem()).isEqualTo(whole.problem());
                assertThat(whole.counts().frames.get()).isEqualTo(whole.frames().size());
            }
        }
    }
}
