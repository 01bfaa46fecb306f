package io.vedette.core.darknet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pieces never overlap, come empty, and are joined again when they are given back. */
class IntPoolTest {

    private final IntPool pool = new IntPool();

    private record Piece(int at, int order, int mark) {}

    private void fill(Piece piece) {
        for (int i = 0; i < IntPool.length(piece.order); i++) {
            pool.chunk(piece.at)[IntPool.offset(piece.at) + i] = piece.mark;
        }
    }

    private void expect(Piece piece, int value) {
        for (int i = 0; i < IntPool.length(piece.order); i++) {
            assertThat(pool.chunk(piece.at)[IntPool.offset(piece.at) + i]).isEqualTo(value);
        }
    }

    @Test
    void shouldKeepPiecesApart() {
        Random random = new Random(3);
        List<Piece> held = new ArrayList<>();
        for (int i = 1; i <= 20_000; i++) {
            if (held.isEmpty() || random.nextInt(100) < 52) {
                int order = random.nextInt(IntPool.MAX_ORDER + 1);
                Piece piece = new Piece(pool.take(order), order, i);
                expect(piece, 0);
                fill(piece);
                held.add(piece);
            } else {
                Piece piece = held.remove(random.nextInt(held.size()));
                expect(piece, piece.mark);
                pool.give(piece.at, piece.order);
            }
        }
        held.forEach(piece -> expect(piece, piece.mark));
    }

    @Test
    void shouldJoinWhatWasGivenBack() {
        List<Integer> small = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            small.add(pool.take(0));
        }
        int highest = small.stream().mapToInt(piece -> piece).max().orElseThrow();
        small.forEach(piece -> pool.give(piece, 0));
        // As many ints, in the largest pieces.
        for (int i = 0; i < 40_000 >> IntPool.MAX_ORDER; i++) {
            assertThat(pool.take(IntPool.MAX_ORDER)).isLessThanOrEqualTo(highest);
        }
    }
}
