package io.vedette.collector.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.meter.Histogram;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenMetricsTest {

    private final OpenMetrics metrics = new OpenMetrics();

    @Test
    void shouldEndAnEmptyExposition() {
        assertThat(metrics.text()).isEqualTo("# EOF\n");
    }

    @Test
    void shouldGroupTheSamplesOfAFamilyWhoeverWroteThem() {
        metrics.counter("limit_reached", "Times a bound was reached.", "limit", "sources", 3);
        metrics.gauge("queue_depth", "Batches waiting.", 2);
        metrics.counter("limit_reached", "Other words.", "limit", "connections", 1);

        assertThat(metrics.text()).isEqualTo("""
                        # TYPE vedette_limit_reached counter
                        # HELP vedette_limit_reached Times a bound was reached.
                        vedette_limit_reached_total{limit="sources"} 3
                        vedette_limit_reached_total{limit="connections"} 1
                        # TYPE vedette_queue_depth gauge
                        # HELP vedette_queue_depth Batches waiting.
                        vedette_queue_depth 2
                        # EOF
                        """);
    }

    @Test
    void shouldEscapeLabelValuesAndHelp() {
        metrics.gauge("a", "one\\two\n\"three\"", "l", "x\"y\\z\n", 1);

        assertThat(metrics.text())
                .isEqualTo("# TYPE vedette_a gauge\n# HELP vedette_a one\\\\two\\n\\\"three\\\"\n"
                        + "vedette_a{l=\"x\\\"y\\\\z\\n\"} 1\n# EOF\n");
    }

    @Test
    void shouldWriteNumbersAsTheGrammarHasThem() {
        double[] values = {0, -0.5, 1e15, 1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.1};
        for (double value : values) {
            metrics.gauge("v", "V.", value);
        }
        metrics.counter("c", "C.", Long.MAX_VALUE);

        assertThat(metrics.text().lines().filter(line -> line.startsWith("vedette_")))
                .containsExactly(
                        "vedette_v 0",
                        "vedette_v -0.5",
                        "vedette_v 1000000000000000",
                        "vedette_v 1.0E300",
                        "vedette_v NaN",
                        "vedette_v +Inf",
                        "vedette_v -Inf",
                        "vedette_v 0.1",
                        "vedette_c_total 9223372036854775807");
    }

    @Test
    void shouldWriteTwoLabels() {
        metrics.counter("sink_errors", "Failed.", "sink", "a\"b", "reason", "dns", 2);

        assertThat(metrics.text()).contains("\nvedette_sink_errors_total{sink=\"a\\\"b\",reason=\"dns\"} 2\n");
    }

    /** OpenMetrics 1.0, section 5.2.5: buckets include those below them, the last is +Inf and equals the count. */
    @Test
    void shouldWriteAHistogram() {
        Histogram lag = new Histogram(9, 11);
        for (long millis : new long[] {1, 512, 600, 5_000}) {
            lag.observe(millis);
        }
        metrics.histogram("flow_lag_seconds", "Lag.", lag, 1e-3);

        assertThat(metrics.text()).isEqualTo("""
                        # TYPE vedette_flow_lag_seconds histogram
                        # HELP vedette_flow_lag_seconds Lag.
                        vedette_flow_lag_seconds_bucket{le="0.512"} 2
                        vedette_flow_lag_seconds_bucket{le="1.024"} 3
                        vedette_flow_lag_seconds_bucket{le="2.048"} 3
                        vedette_flow_lag_seconds_bucket{le="+Inf"} 4
                        vedette_flow_lag_seconds_sum 6.113
                        vedette_flow_lag_seconds_count 4
                        # EOF
                        """);
    }

    @Test
    void shouldRefuseAFamilyOfTwoTypes() {
        metrics.gauge("x", "X.", 1);

        assertThatThrownBy(() -> metrics.counter("x", "X.", 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldTellAboutTheProcess() {
        new ProcessMetrics("1.2.3", Instant.ofEpochMilli(1_700_000_000_500L)).writeMetrics(metrics);

        List<String> samples = new ArrayList<>(
                metrics.text().lines().filter(line -> !line.startsWith("#")).toList());
        assertThat(samples)
                .contains(
                        "vedette_build_info{version=\"1.2.3\"} 1", "vedette_process_start_time_seconds 1.7000000005E9")
                .anyMatch(line -> line.matches("vedette_jvm_heap_used_bytes [1-9][0-9]+"))
                .anyMatch(line -> line.matches("vedette_jvm_threads [1-9][0-9]*"));
    }
}
