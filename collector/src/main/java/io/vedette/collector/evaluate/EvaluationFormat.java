package io.vedette.collector.evaluate;

import java.io.IOException;

/** How an evaluation is written. */
public enum EvaluationFormat {
    /** Columns for people: the sums, then each miss, false source and difference. */
    TABLE {
        @Override
        public void write(Scores scores, Appendable out) throws IOException {
            EvaluationTable.write(scores, out);
        }
    },
    /** A line for each file and form, and one for the sums of each form. */
    NDJSON {
        @Override
        public void write(Scores scores, Appendable out) throws IOException {
            EvaluationJson.lines(scores, out);
        }
    },
    /** All in one object. */
    JSON {
        @Override
        public void write(Scores scores, Appendable out) throws IOException {
            EvaluationJson.object(scores, out);
        }
    };

    public abstract void write(Scores scores, Appendable out) throws IOException;
}
