package io.vedette.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationIndexTest {

    private static final int NUMBERS = 1 << 24;
    private static final int ANY_SEED = 77;

    /** A ring that is full from its size on, and which number stands for which key. */
    private static final class Ring {

        final int capacity;
        final ConversationIndex index;
        final int[] keys;
        final Set<Integer> fallen = new HashSet<>();
        int head = ConversationIndex.FIRST_NUMBER;
        int tail = head;

        Ring(int capacity) {
            this.capacity = capacity;
            this.index = new ConversationIndex(capacity);
            this.keys = new int[capacity];
        }

        void append(int key) {
            if (tail - head == capacity) {
                fallen.remove(head++);
            }
            keys[tail % capacity] = key;
            int displaced = index.enter(key, tail, tail - head);
            tail++;
            if (displaced != ConversationIndex.NONE) {
                fallen.add(member(displaced));
            }
        }

        /** The member with these lower bits of its number. */
        int member(int lowerBits) {
            return tail - 1 - (tail - 1 - lowerBits & NUMBERS - 1);
        }

        boolean finds(int number) {
            int key = keys[number % capacity];
            int size = tail - head;
            for (int step = index.next(key, 0, tail, size); step >= 0; step = index.next(key, step + 1, tail, size)) {
                if (member(index.number(key, step)) == number) {
                    return true;
                }
            }
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 1024, 1 << 16})
    void shouldFindAllMembersButThoseItNames(int capacity) {
        Random random = new Random(ANY_SEED);
        Ring ring = new Ring(capacity);
        for (int i = 0; i < 5 * capacity; i++) {
            ring.append(random.nextInt() | 1);
        }

        for (int number = ring.head; number < ring.tail; number++) {
            assertThat(ring.finds(number)).as("member %d", number).isEqualTo(!ring.fallen.contains(number));
        }
        assertThat(ring.fallen.size()).isLessThanOrEqualTo(capacity / 10_000);
    }

    @Test
    void shouldFindTheYoungestOfOneHashAndNameTheOthers() {
        Ring ring = new Ring(1024);
        for (int i = 0; i < 40; i++) {
            ring.append(5);
        }

        assertThat(ring.fallen).hasSize(40 - 16);
        for (int number = ring.head; number < ring.tail; number++) {
            assertThat(ring.finds(number)).isEqualTo(!ring.fallen.contains(number));
        }
        assertThat(ring.finds(ring.tail - 1)).isTrue();
    }

    @Test
    void shouldForgetWhatHasLeftTheRing() {
        Random random = new Random(ANY_SEED);
        Ring ring = new Ring(64);
        ring.append(9);
        int first = ring.head;
        for (int i = 0; i < 64; i++) {
            ring.append(random.nextInt() | 1);
        }

        assertThat(ring.head).isGreaterThan(first);
        int step = ring.index.next(9, 0, ring.tail, 64);
        while (step >= 0) {
            assertThat(ring.member(ring.index.number(9, step))).isGreaterThanOrEqualTo(ring.head);
            step = ring.index.next(9, step + 1, ring.tail, 64);
        }
    }

    @Test
    void shouldGoOnWhereNumbersComeAgain() {
        Random random = new Random(ANY_SEED);
        Ring ring = new Ring(256);
        for (int i = 0; i < NUMBERS + 1000; i++) {
            ring.append(random.nextInt() | 1);
        }

        for (int number = ring.head; number < ring.tail; number++) {
            assertThat(ring.finds(number)).isEqualTo(!ring.fallen.contains(number));
        }
    }
}
