package io.vedette.collector.evaluate;

import java.io.IOException;
import java.util.List;

/**
 * What is known of a set of files: the scanners in each, in the format of {@code truth.schema.json}.
 *
 * @param files in the order in which they were labelled
 * @param problems what is wrong with the text, one line each, with line and column; if there is any, nothing may be concluded
 */
public record Truth(List<LabelledFile> files, List<String> problems) {

    /** Problems that are listed; a file of another kind would give thousands. */
    static final int MAX_PROBLEMS = 20;

    public Truth {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a truth file; all that is wrong with it at once, as far as its syntax allows.
     *
     * @param name of the file, for problems
     * @param json its content
     * @throws IOException if the content is not UTF-8, -16 or -32
     */
    public static Truth read(String name, byte[] json) throws IOException {
        return new TruthReader(name).read(json);
    }
}
