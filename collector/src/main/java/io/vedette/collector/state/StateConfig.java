package io.vedette.collector.state;

import io.vedette.core.setting.ByteSize;
import io.vedette.core.setting.Setting;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an operator may set about what survives a restart. */
public record StateConfig(
        @Setting(
                "Directory for what a restart must not forget: open incidents, suspects, the UDP forecast. Left out: the one"
                        + " that systemd names in STATE_DIRECTORY, or else nothing survives.")
        @Nullable
        Path dir,

        @Setting(
                "Time between two checkpoints; what happened since the last one is forgotten when the process is killed.")
        Duration every,

        @Setting(
                "Largest checkpoint. What does not fit is left out, which is counted: first suspects, then UDP couples, then"
                        + " incidents. A quarter is for what is seen from the side of targets.")
        ByteSize maxSize) {

    public StateConfig {
        if (every.toMillis() < 100) {
            throw new IllegalArgumentException("every " + every + ", expected 100ms or more");
        }
        if (maxSize.bytes() < 64 << 10 || maxSize.bytes() > 1 << 30) {
            throw new IllegalArgumentException("max-size " + maxSize + ", expected 64KiB to 1GiB");
        }
    }

    public static StateConfig defaults() {
        return new StateConfig(null, Duration.ofSeconds(5), ByteSize.mib(32));
    }

    /** This, with the directory that systemd gives where none is set; the first, if it gives several. */
    public StateConfig in(@Nullable String stateDirectory) {
        if (dir != null || stateDirectory == null || stateDirectory.isEmpty()) {
            return this;
        }
        return new StateConfig(Path.of(stateDirectory.split(":", 2)[0]), every, maxSize);
    }
}
