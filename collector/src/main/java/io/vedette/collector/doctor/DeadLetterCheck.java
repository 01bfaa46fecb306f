package io.vedette.collector.doctor;

import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What lies beside the spools: alerts that receivers refused, and files that were damaged. */
public final class DeadLetterCheck {

    private static final String SUFFIX = ".dead.ndjson";

    private DeadLetterCheck() {}

    public static List<Finding> in(Path spools) {
        List<Finding> findings = new ArrayList<>();
        if (!Files.isDirectory(spools)) {
            return findings;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(spools, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                String sink = name.substring(0, name.length() - SUFFIX.length());
                findings.add(Finding.warning(
                        "sink " + sink,
                        "its receiver refused alerts for good; " + file
                                + " has those that the messages showed, with the answer;" + " the alert log has all",
                        "see why (tail -n 1 " + file + "), then \"vedette alerts test " + sink + "\"; delete the file"
                                + " when nobody needs it"));
            }
        } catch (DirectoryIteratorException e) {
            findings.add(unlisted(spools, e.getCause()));
        } catch (IOException e) {
            findings.add(unlisted(spools, e));
        }
        return findings;
    }

    private static Finding unlisted(Path spools, IOException cause) {
        return Finding.problem("sinks", "cannot list " + spools + ": " + FileTrouble.why(cause), "see its rights");
    }
}
