package io.vedette.core.detect.json;

import io.vedette.core.detect.Direction;
import io.vedette.core.detect.Profile;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a {@link Profile} as they come while a line is read. */
final class ProfileDraft {

    @Nullable
    Direction direction;

    boolean spoofable;
    boolean slow;
    long used;
    final List<Technique> also = new ArrayList<>();
    final Map<String, Long> flags = new LinkedHashMap<>();
    final Map<String, Object> tool = new HashMap<>();

    /** The profile; null if the line had no direction, which every profile has. */
    @Nullable
    Profile profile() {
        return direction == null ? null : new Profile(direction, spoofable, slow, used, also, flags, tool());
    }

    private @Nullable Tool tool() {
        return tool.get("name") instanceof String name
                        && tool.get("title") instanceof String title
                        && tool.get("matches") instanceof Long matches
                        && tool.get("trials") instanceof Long trials
                ? new Tool(name, title, matches, trials)
                : null;
    }
}
