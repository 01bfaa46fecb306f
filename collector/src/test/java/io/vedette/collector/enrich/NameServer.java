package io.vedette.collector.enrich;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A name server on a real socket (RFC 1035) that answers as it is told. */
final class NameServer implements AutoCloseable {

    static final int NO_ERROR = 0;
    static final int NAME_ERROR = 3;

    final AtomicInteger questions = new AtomicInteger();
    private final DatagramSocket socket;
    private final Function<String, Reply> behaviour;
    private final Thread thread;

    /** @param answers records of the answer: type and text; null for silence */
    record Reply(int code, List<Answer> answers) {
        static final Reply SILENCE = new Reply(-1, List.of());

        static Reply names(String... names) {
            return new Reply(
                    NO_ERROR,
                    Arrays.stream(names).map(name -> new Answer(12, name)).toList());
        }
    }

    record Answer(int type, String name) {}

    NameServer(Function<String, Reply> behaviour) throws IOException {
        this.behaviour = behaviour;
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.thread = new Thread(this::serve, "test-name-server");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                questions.incrementAndGet();
                int end = 12;
                StringBuilder name = new StringBuilder();
                while (buffer[end] != 0) {
                    name.append(new String(buffer, end + 1, buffer[end], StandardCharsets.US_ASCII))
                            .append('.');
                    end += 1 + buffer[end];
                }
                Reply reply = behaviour.apply(name.toString());
                if (reply != Reply.SILENCE) {
                    byte[] answer = answer(buffer, end + 5, reply);
                    socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static byte[] answer(byte[] question, int length, Reply reply) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(12);
        header.put(question, 0, 2).putShort((short) (0x8180 | reply.code));
        header.putShort((short) 1).putShort((short) reply.answers.size()).putInt(0);
        out.writeBytes(header.array());
        out.write(question, 12, length - 12);
        for (Answer answer : reply.answers) {
            byte[] data = encoded(answer.name);
            ByteBuffer record = ByteBuffer.allocate(12);
            record.putShort((short) 0xc00c).putShort((short) answer.type).putShort((short) 1);
            record.putInt(60).putShort((short) data.length);
            out.writeBytes(record.array());
            out.writeBytes(data);
        }
        return out.toByteArray();
    }

    private static byte[] encoded(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.write(0);
        return out.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
