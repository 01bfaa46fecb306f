package io.vedette.collector.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What environment and flags say about keys; flags win. */
final class Overrides {

    /** Variables that begin like keys but are read by the launcher or the commands themselves. */
    private static final List<String> RESERVED = List.of("VEDETTE_CONFIG", "VEDETTE_JAVA_OPTS", "VEDETTE_HOME");

    record Override(String text, Origin origin) {}

    private final Map<String, Override> byKey = new HashMap<>();
    private final Map<String, String> environment;

    Overrides(ConfigInputs inputs, List<Key> keys, List<Problem> warnings) {
        environment = inputs.environment();
        Map<String, String> keyOfVariable = new HashMap<>();
        keys.forEach(key -> keyOfVariable.put(key.variable(), key.path()));
        new TreeMap<>(inputs.environment()).forEach((name, value) -> {
            Origin origin = new Origin(Origin.Kind.ENVIRONMENT, name);
            String key = keyOfVariable.get(name);
            if (key != null) {
                byKey.put(key, new Override(value, origin));
            } else if (name.startsWith("VEDETTE_") && !RESERVED.contains(name)) {
                String hint = NearestName.hint(
                        keyOfVariable.keySet().stream().sorted().toList(), name);
                warnings.add(new Problem(origin, "", "names no key" + (hint.isEmpty() ? ", ignored" : hint)));
            }
        });
        for (ConfigInputs.Flag flag : inputs.flags()) {
            if (!keyOfVariable.containsValue(flag.key())) {
                throw new IllegalStateException(flag.name() + " sets " + flag.key() + ", which is no key");
            }
            byKey.put(flag.key(), new Override(flag.value(), new Origin(Origin.Kind.FLAG, flag.name())));
        }
    }

    /** The variable of the environment {@code name}, whether or not it stands for a key; null if there is none. */
    @Nullable
    String variable(String name) {
        return environment.get(name);
    }

    @Nullable
    Override get(Key key) {
        return byKey.get(key.path());
    }
}
