package io.vedette.collector.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Lines to send, plain or gzip as their first two bytes tell (RFC 1952 section 2.3.1). */
@FunctionalInterface
interface LineSource {

    int GZIP_BUFFER_BYTES = 64 * 1024;

    /** Opens the source at its beginning. */
    ReadableByteChannel open() throws IOException;

    static LineSource of(Path file) {
        return () -> {
            FileChannel channel = FileChannel.open(file);
            try {
                ByteBuffer magic = ByteBuffer.allocate(2);
                channel.read(magic, 0);
                return isGzip(magic.get(0), magic.get(1)) ? unzipped(Channels.newInputStream(channel)) : channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        };
    }

    /** Can be opened once. */
    static LineSource of(InputStream stream) {
        return () -> {
            PushbackInputStream input = new PushbackInputStream(stream, 2);
            byte[] magic = new byte[2];
            int count = input.readNBytes(magic, 0, 2);
            input.unread(magic, 0, count);
            return isGzip(magic[0], magic[1]) ? unzipped(input) : Channels.newChannel(input);
        };
    }

    private static boolean isGzip(byte first, byte second) {
        return first == 0x1f && second == (byte) 0x8b;
    }

    private static ReadableByteChannel unzipped(InputStream zipped) throws IOException {
        return Channels.newChannel(new GZIPInputStream(zipped, GZIP_BUFFER_BYTES));
    }
}
