package io.vedette.collector.alert.webhook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The secret texts of one webhook, and their removal from what a receiver or a library said. */
final class Secrets {

    private static final int SHORTEST = 6;

    private final List<String> secrets = new ArrayList<>();

    Secrets(WebhookConfig config) {
        String target = WebhookUrl.parse(config.url()).target();
        secrets.add(target);
        for (String part : target.split("[/?&=]")) {
            secrets.add(part);
        }
        secrets.addAll(config.secrets());
        config.headers()
                .forEach(header ->
                        secrets.add(header.substring(header.indexOf(':') + 1).strip()));
        if (config.routingKey() != null) {
            secrets.add(config.routingKey());
        }
        secrets.removeIf(secret -> secret.length() < SHORTEST); // words too common to be worth hiding
        secrets.sort(Comparator.comparingInt(String::length).reversed());
    }

    /** {@code said} with each secret in it replaced. */
    String conceal(String said) {
        String clean = said;
        for (String secret : secrets) {
            clean = clean.replace(secret, "<hidden>");
        }
        return clean;
    }
}
