package io.vedette.collector.replay;

import io.vedette.collector.file.UnaskedStream;
import io.vedette.core.capture.CaptureFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Lines to send, plain or gzip as their first bytes tell. What they show to be no lines is refused. */
@FunctionalInterface
interface LineSource {

    int GZIP_BUFFER_BYTES = 64 * 1024;

    /** Opens the source at its beginning. */
    ReadableByteChannel open() throws IOException;

    /** The same source, whose first opening was done already. */
    default LineSource opened(ReadableByteChannel first) {
        Iterator<ReadableByteChannel> open = List.of(first).iterator();
        return () -> open.hasNext() ? open.next() : open();
    }

    /** Can be opened more than once if it is a regular file, once if it is a pipe. */
    static LineSource of(Path file) {
        return () -> Files.isRegularFile(file) ? regular(file) : stream(new UnaskedStream(Files.newInputStream(file)));
    }

    /** Can be opened once. */
    static LineSource of(InputStream stream) {
        return () -> stream(stream);
    }

    private static ReadableByteChannel regular(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            ByteBuffer magic = ByteBuffer.allocate(CaptureFormat.MAGIC_LENGTH);
            channel.read(magic, 0);
            return isGzip(magic.array(), magic.position()) ? unzipped(Channels.newInputStream(channel)) : channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static ReadableByteChannel stream(InputStream stream) throws IOException {
        PushbackInputStream input = new PushbackInputStream(stream, CaptureFormat.MAGIC_LENGTH);
        return isGzip(input) ? unzipped(input) : Channels.newChannel(input);
    }

    private static ReadableByteChannel unzipped(InputStream zipped) throws IOException {
        PushbackInputStream lines = new PushbackInputStream(
                new GZIPInputStream(new UnaskedStream(zipped), GZIP_BUFFER_BYTES), CaptureFormat.MAGIC_LENGTH);
        if (isGzip(lines)) {
            throw new IOException("compressed twice");
        }
        return Channels.newChannel(lines);
    }

    private static boolean isGzip(PushbackInputStream input) throws IOException {
        byte[] magic = new byte[CaptureFormat.MAGIC_LENGTH];
        int count = input.readNBytes(magic, 0, magic.length);
        input.unread(magic, 0, count);
        return isGzip(magic, count);
    }

    private static boolean isGzip(byte[] magic, int count) throws IOException {
        CaptureFormat format = CaptureFormat.detect(magic, 0, count);
        switch (format) {
            case GZIP -> {
                return true;
            }
            case UNKNOWN, EMPTY -> {
                return false;
            }
            case PCAP, PCAPNG, NETMON, SNOOP, IXIA ->
                throw new IOException("a capture, no lines; \"vedette flows FILE | vedette replay -\" sends its flows");
            default -> throw new IOException(format.label() + " data; unpack it first, into \"vedette replay -\"");
        }
    }
}
