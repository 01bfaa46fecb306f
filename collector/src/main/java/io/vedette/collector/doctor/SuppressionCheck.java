package io.vedette.collector.doctor;

import io.vedette.collector.alert.suppress.SuppressionFile;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whether the file of suppressions can be read, all of it. A running collector says so itself. */
public final class SuppressionCheck {

    private static final String ABOUT = "suppressions";

    private SuppressionCheck() {}

    /** Nothing if all is well. */
    public static List<Finding> of(Path path) {
        List<String> problems;
        try {
            problems = new SuppressionFile(path).read().problems();
        } catch (IOException e) {
            return List.of(Finding.problem(
                    ABOUT, path + " cannot be read: " + FileTrouble.why(e), "see its rights, and what it is"));
        }
        if (problems.isEmpty()) {
            return List.of();
        }
        String more = problems.size() == 1 ? "" : ", and " + (problems.size() - 1) + " more";
        return List.of(Finding.warning(
                ABOUT,
                "what has mistakes suppresses nothing: " + problems.get(0) + more,
                "\"vedette suppress list\" names them"));
    }
}
