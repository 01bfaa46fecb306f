package io.vedette.collector.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.collector.file.InputPaths;
import io.vedette.core.flow.export.ExportSettings;
import io.vedette.core.flow.export.ExportSettings.Form;
import io.vedette.core.flow.export.NprobeLines;
import io.vedette.core.flow.export.NprobeLines.Keys;
import io.vedette.core.flow.export.NprobeLines.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowExportTest {

    private static final InputPaths DECOYS = InputPaths.of(List.of("src/test/resources/captures/decoys.pcap.gz"));

    private static FlowExport export(Writer out) {
        return new FlowExport(
                ExportSettings.defaults(Form.UNIDIRECTIONAL),
                new NprobeLines(Template.FULL, Keys.LABELS),
                TrafficChoice.ALL,
                out,
                1);
    }

    /** Remembers only how much came at once. */
    private static final class Chunks extends Writer {

        private int largest;
        private long total;

        @Override
        public void write(char[] text, int offset, int length) {
            largest = Math.max(largest, length);
            total += length;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void shouldNotGatherAllThatEndsAtTheEnd() throws Exception {
        Chunks chunks = new Chunks();

        export(chunks).run(DECOYS, InputStream.nullInputStream());

        assertThat(chunks.total).isGreaterThan(3L * FlowExport.CHUNK_CHARS);
        assertThat(chunks.largest).isLessThan(FlowExport.CHUNK_CHARS + 512);
    }

    @Test
    void shouldTellAFailureOfTheOutputFromOneOfTheInput() {
        Writer broken = new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("gone");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> export(broken).run(DECOYS, InputStream.nullInputStream()))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }
}
