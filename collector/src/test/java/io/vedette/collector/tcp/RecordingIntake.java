package io.vedette.collector.tcp;

import io.vedette.collector.shard.FlowInput;
import io.vedette.collector.shard.FlowIntake;
import io.vedette.core.contact.AnalysisCounts;
import io.vedette.core.flow.FlowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the packet counts of the flows of each input, in order; can be told to be full. */
final class RecordingIntake implements FlowIntake {

    private final List<Input> inputs = new CopyOnWriteArrayList<>();
    private volatile int capacity = Integer.MAX_VALUE;

    @Override
    public FlowInput open(Runnable resume) {
        Input input = new Input(resume);
        inputs.add(input);
        return input;
    }

    Input input(int index) {
        return inputs.get(index);
    }

    int opened() {
        return inputs.size();
    }

    long flows() {
        return inputs.stream().mapToLong(Input::size).sum();
    }

    boolean allClosed() {
        return inputs.stream().allMatch(input -> input.closed);
    }

    /** Makes every input unready once it has so many flows. */
    void fillUpAt(int flows) {
        capacity = flows;
    }

    /** Makes room again and says so, as a shard does, from a thread of its own. */
    void makeRoom() {
        capacity = Integer.MAX_VALUE;
        inputs.forEach(input -> input.resume.run());
    }

    final class Input implements FlowInput {

        private final Runnable resume;
        private final List<Integer> packets = new ArrayList<>();
        private final AnalysisCounts counts = new AnalysisCounts();
        private volatile long receivedMillis;
        private volatile long tickedMillis;
        private volatile int unflushed;
        private volatile boolean closed;

        private Input(Runnable resume) {
            this.resume = resume;
        }

        @Override
        public synchronized void flows(FlowBatch batch, int from, int to) {
            if (closed) {
                throw new IllegalStateException("flows after close");
            }
            for (int row = from; row < to; row++) {
                packets.add((int) batch.packets(row));
            }
            receivedMillis = batch.receivedMillis();
            unflushed += to - from;
            counts.analysed.add(to - from);
        }

        @Override
        public void flush() {
            unflushed = 0;
        }

        @Override
        public boolean ready() {
            return size() < capacity;
        }

        @Override
        public void tick(long nowMillis) {
            tickedMillis = nowMillis;
        }

        @Override
        public AnalysisCounts counts() {
            return counts;
        }

        @Override
        public void close() {
            closed = true;
        }

        synchronized int size() {
            return packets.size();
        }

        synchronized List<Integer> packets() {
            return List.copyOf(packets);
        }

        boolean isClosed() {
            return closed;
        }

        int unflushed() {
            return unflushed;
        }

        long receivedMillis() {
            return receivedMillis;
        }

        long tickedMillis() {
            return tickedMillis;
        }
    }
}
