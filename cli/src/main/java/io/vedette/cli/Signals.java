package io.vedette.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What signals do to a command that runs until it is told to stop. The first SIGINT or SIGTERM lets it finish in order, a
 * second ends the process at once with 128 plus its number; what comes within 100 ms of the first belongs to it. SIGHUP does what {@link #onHangup} was given, and nothing if that
 * is nothing: a terminal that goes away must not end a collector.
 *
 * <p>The JDK's documented means, a shutdown hook, runs when the process is already ending: from there the exit code can no
 * longer be chosen, and a second signal is not seen. {@code sun.misc.Signal}, in the module {@code jdk.unsupported}, is what
 * JEP 260 keeps open for this. It is reached by reflection because the compiler warns of each mention and that warning
 * cannot be suppressed; nothing else in Vedette touches it.
 */
final class Signals {

    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    /** {@code timeout} of coreutils sends its signal to the command and to the command's process group, which is twice. */
    private static final long SAME_REQUEST_NANOS = 100_000_000;

    private final CountDownLatch first = new CountDownLatch(1);
    private final AtomicReference<@Nullable Long> firstNanos = new AtomicReference<>();
    private final Hangups hangups = new Hangups();
    private volatile Runnable onFirst = () -> {};

    /**
     * Has {@code action} run on each SIGHUP, after those that were registered before it, on a thread of its own. Signals that
     * come while the actions run make them run once more, however many they are. It is told who asked: {@code SIGHUP}, or as in {@link #hangup}.
     */
    void onHangup(Consumer<String> action) {
        hangups.add(action);
    }

    /**
     * Does what a SIGHUP would; returns at once.
     *
     * @param who asks for it
     */
    void hangup(String who) {
        hangups.request(who);
    }

    /** Has {@code action} run on the first SIGINT or SIGTERM; it has to return at once. To be said before {@link #install}. */
    void onFirst(Runnable action) {
        onFirst = action;
    }

    /** Takes the signals over from the JVM. */
    void install() {
        hangups.start();
        try {
            handle("HUP", SIGHUP);
            handle("INT", SIGINT);
            handle("TERM", SIGTERM);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM offers no signals", e);
        }
    }

    private void handle(String name, int number) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object ours = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        accept(number);
                    }
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    }

    private void accept(int number) {
        if (number == SIGHUP) {
            hangup("SIGHUP");
            return;
        }
        end(number);
    }

    /** Each signal comes on a thread of its own. */
    private void end(int number) {
        long now = System.nanoTime();
        if (firstNanos.compareAndSet(null, now)) {
            onFirst.run();
            first.countDown();
        } else if (now - firstNanos.get() > SAME_REQUEST_NANOS) {
            Runtime.getRuntime().halt(ExitCode.SIGNAL + number);
        }
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        first.await();
    }
}
