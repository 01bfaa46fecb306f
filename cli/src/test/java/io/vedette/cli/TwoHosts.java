package io.vedette.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two network namespaces with a cable between them. Nothing of it can be seen from outside, and nothing is left at the end.
 * Needs root and {@code ip}; a test that cannot have it is skipped.
 */
final class TwoHosts implements AutoCloseable {

    static final String LEFT_ADDRESS = "10.77.0.1";
    static final String RIGHT_ADDRESS = "10.77.0.2";

    /** The name of the right end of the cable. */
    static final String RIGHT_INTERFACE = "right0";

    private final String left = "vedette-live-l" + ProcessHandle.current().pid();
    private final String right = "vedette-live-r" + ProcessHandle.current().pid();

    TwoHosts() throws IOException, InterruptedException {
        boolean possible = run("ip", "netns", "add", left) == 0;
        assumeTrue(possible, "needs root and ip to make network namespaces");
        must("ip", "netns", "add", right);
        must(
                "ip",
                "link",
                "add",
                "left0",
                "netns",
                left,
                "type",
                "veth",
                "peer",
                "name",
                RIGHT_INTERFACE,
                "netns",
                right);
        must("ip", "-n", left, "addr", "add", LEFT_ADDRESS + "/24", "dev", "left0");
        must("ip", "-n", right, "addr", "add", RIGHT_ADDRESS + "/24", "dev", RIGHT_INTERFACE);
        must("ip", "-n", right, "link", "set", "lo", "up");
        must("ip", "-n", left, "link", "set", "left0", "up");
        must("ip", "-n", right, "link", "set", RIGHT_INTERFACE, "up");
    }

    /** What runs a command on the left host. */
    List<String> onLeft(String... command) {
        return on(left, command);
    }

    List<String> onRight(String... command) {
        return on(right, command);
    }

    private static List<String> on(String host, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", host));
        all.addAll(List.of(command));
        return all;
    }

    void must(String... command) throws IOException, InterruptedException {
        if (run(command) != 0) {
            close();
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1; // there is no such program
        }
    }

    /** Pulls the cable out for good. */
    void cut() throws IOException, InterruptedException {
        must("ip", "-n", right, "link", "del", RIGHT_INTERFACE);
    }

    @Override
    public void close() {
        try {
            run("ip", "netns", "del", left);
            run("ip", "netns", "del", right);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
