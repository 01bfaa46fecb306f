package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vedette.core.setting.Setting;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertsConfigTest {

    @Test
    void shouldDescribeEveryKey() {
        for (Class<?> type : List.of(AlertsConfig.class, ConsoleConfig.class, AlertLogConfig.class)) {
            for (RecordComponent key : type.getRecordComponents()) {
                Setting setting = key.getAnnotation(Setting.class);
                assertThat(setting)
                        .as(type.getSimpleName() + "." + key.getName())
                        .isNotNull();
                assertThat(setting.value()).endsWith(".");
            }
        }
    }

    @Test
    void shouldHaveTheDefaultsThatAreDocumented() {
        AlertsConfig defaults = AlertsConfig.defaults();
        assertThat(defaults.console()).isEqualTo(new ConsoleConfig(true, ColorChoice.AUTO, false, 1_024));
        AlertLogConfig log = defaults.log();
        assertThat(log.enabled()).isTrue();
        assertThat(log.path()).isEqualTo(Path.of("alerts.ndjson"));
        assertThat(log.sync()).isEqualTo(AlertLogConfig.Sync.INTERVAL);
        assertThat(log.syncInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(log.rotateSize()).hasToString("100MiB");
        assertThat(log.rotateAge()).isNull();
        assertThat(log.keep()).isEqualTo(10);
        assertThat(log.queue()).isEqualTo(16_384);
    }

    @Test
    void shouldRefuseAConsoleWithoutRoom() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConsoleConfig(true, ColorChoice.AUTO, false, 0))
                .withMessage("queue 0, expected 1 or more alerts");
    }
}
