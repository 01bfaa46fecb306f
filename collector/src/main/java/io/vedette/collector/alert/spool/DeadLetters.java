package io.vedette.collector.alert.spool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * The alerts that a receiver refused for good, for a person to look at: one JSON object per line with {@code time}, {@code
 * sink}, {@code reason}, {@code detail} and {@code alert}.
 *
 * <p>The file is bounded: at {@value #LIMIT_BYTES} bytes it becomes {@code *.1}, and the one of that name goes. One thread.
 */
public final class DeadLetters {

    private static final long LIMIT_BYTES = 8 << 20;
    private static final int LONGEST_DETAIL = 512;
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;

    public DeadLetters(Path file) {
        this.file = file;
    }

    /**
     * Appends {@code alerts}.
     *
     * @param reason a short word for machines
     * @param detail what the receiver said; may be anything
     */
    public void add(Instant time, String sink, String reason, String detail, List<Alert> alerts) throws IOException {
        ByteArrayBuilder lines = new ByteArrayBuilder(2048);
        for (Alert alert : alerts) {
            try (JsonGenerator json = JSON.createGenerator(lines)) {
                json.writeStartObject();
                json.writeStringField("time", time.toString());
                json.writeStringField("sink", sink);
                json.writeStringField("reason", reason);
                json.writeStringField(
                        "detail", Printable.of(detail.substring(0, Math.min(LONGEST_DETAIL, detail.length()))));
                json.writeFieldName("alert");
                json.writeRawValue(AlertJson.text(alert));
                json.writeEndObject();
            }
            lines.append('\n');
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        if (Files.exists(file) && Files.size(file) + lines.size() > LIMIT_BYTES) {
            Path former = file.resolveSibling(file.getFileName() + ".1");
            Files.move(file, former, StandardCopyOption.REPLACE_EXISTING);
        }
        append(lines.toByteArray());
    }

    /** Behind a line that a killed process left torn a new one begins. What a full disk took only half of is taken back. */
    private void append(byte[] lines) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = out.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            boolean torn = size > 0 && out.read(last, size - 1) == 1 && last.get(0) != '\n';
            try {
                out.position(size);
                writeFully(out, ByteBuffer.wrap(torn ? new byte[] {'\n'} : new byte[0]));
                writeFully(out, ByteBuffer.wrap(lines));
            } catch (IOException e) {
                out.truncate(size);
                throw e;
            }
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
