package io.vedette.collector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.alert.webhook.WebhookConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTextTest {

    private static final Map<String, String> VARIABLES = Map.of("HOOK", "https://chat.example/T0/s3cr3t", "EMPTY", "");

    @TempDir
    Path directory;

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("secret"), content);
    }

    @Test
    void takesVariablesAndFilesAloneOrWithinAText() throws IOException {
        Path file = file("t0ken\n\n");

        assertThat(SecretText.resolve("${env:HOOK}", VARIABLES::get)).isEqualTo("https://chat.example/T0/s3cr3t");
        assertThat(SecretText.resolve("X: ${file:" + file + "} ${env:HOOK}!", VARIABLES::get))
                .isEqualTo("X: t0ken https://chat.example/T0/s3cr3t!");
        assertThat(SecretText.resolve("${HOOK} $x {env:HOOK} ${env}", VARIABLES::get))
                .as("no references")
                .isEqualTo("${HOOK} $x {env:HOOK} ${env}");
    }

    @Test
    void takesWhatItFindsAsItIs() throws IOException {
        Path file = file("a\\b$1${env:HOOK}");
        assertThat(SecretText.resolve("${file:" + file + "}", VARIABLES::get)).isEqualTo("a\\b$1${env:HOOK}");
    }

    @Test
    void saysWhichReferenceLeadsNowhere() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretText.resolve("${env:NONE}", VARIABLES::get))
                .withMessage("the variable NONE is not set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretText.resolve("${env:EMPTY}", VARIABLES::get))
                .withMessage("the variable EMPTY is not set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretText.resolve("${file:/nowhere/at/all}", VARIABLES::get))
                .withMessage("the file /nowhere/at/all cannot be read: no such file");
        Path empty = file("\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretText.resolve("${file:" + empty + "}", VARIABLES::get))
                .withMessage("the file " + empty + " is empty");
    }

    @Test
    void holdsForTheSecretsOfAConfigurationAndForNothingElse() throws IOException {
        Path file = file("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
        String text = """
                delivery:
                  spools: ${env:HOOK}
                  webhooks:
                    - name: hook
                      preset: generic
                      url: ${env:HOOK}
                      secrets: ["${file:%s}"]
                      headers: ["Authorization: Bearer ${env:NONE}"]
                """.formatted(file);
        Effective<CollectorConfig> effective = new ConfigReader<>(CollectorConfig.class, CollectorConfig.defaults())
                .read(new ConfigInputs(new ConfigInputs.File("v.yaml", text), VARIABLES, List.of()));

        assertThat(effective.problems())
                .singleElement()
                .asString()
                .startsWith("v.yaml:8:17: delivery.webhooks[0].headers: ")
                .endsWith("the variable NONE is not set")
                .doesNotContain("Bearer");
        WebhookConfig webhook = effective.value().delivery().webhooks().get(0);
        assertThat(webhook.url()).isEqualTo("https://chat.example/T0/s3cr3t");
        assertThat(webhook.secrets()).containsExactly("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(effective.value().delivery().spools()).isEqualTo(Path.of("${env:HOOK}"));
    }
}
