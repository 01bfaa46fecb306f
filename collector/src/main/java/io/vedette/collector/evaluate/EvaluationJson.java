package io.vedette.collector.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.vedette.collector.evaluate.FileResult.Finding;
import io.vedette.core.detect.Severity;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/** An evaluation for programs. Printable ASCII; a number that does not exist, such as the recall of nobody, has no key. */
final class EvaluationJson {

    private static final String SCHEMA = "vedette.evaluation/1";

    private static final JsonFactory JSON = ((JsonFactoryBuilder) JsonFactory.builder())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private EvaluationJson() {}

    static void lines(Scores scores, Appendable out) throws IOException {
        for (FileResult result : scores.results()) {
            out.append(text(json -> file(json, result))).append('\n');
        }
        for (InputScore score : scores.inputs()) {
            out.append(text(json -> sums(json, score, scores.accusation()))).append('\n');
        }
    }

    static void object(Scores scores, Appendable out) throws IOException {
        out.append(text(json -> {
                    json.writeStringField("schema", SCHEMA);
                    json.writeArrayFieldStart("files");
                    for (FileResult result : scores.results()) {
                        json.writeStartObject();
                        file(json, result);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeArrayFieldStart("sums");
                    for (InputScore score : scores.inputs()) {
                        json.writeStartObject();
                        sums(json, score, scores.accusation());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }))
                .append('\n');
    }

    private static String text(Body body) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void file(JsonGenerator json, FileResult result) throws IOException {
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("type", "file");
        json.writeStringField("file", result.file().name());
        json.writeStringField("input", result.input().label());
        json.writeStringField("path", result.path());
        json.writeBooleanField("counted", result.counts() && result.problems().isEmpty());
        json.writeArrayFieldStart("scanners");
        for (Finding finding : result.findings()) {
            finding(json, finding);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("false");
        for (Accused accused : result.falseSources()) {
            json.writeStartObject();
            json.writeStringField("source", accused.source().toString());
            accused(json, accused);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("problems");
        for (String problem : result.problems()) {
            json.writeString(problem);
        }
        json.writeEndArray();
    }

    private static void finding(JsonGenerator json, Finding finding) throws IOException {
        LabelledScanner scanner = finding.scanner();
        json.writeStartObject();
        json.writeStringField("source", scanner.source().toString());
        if (scanner.technique() != null) {
            json.writeStringField("labelled_technique", scanner.technique().label());
        }
        if (scanner.shape() != null) {
            json.writeStringField("labelled_shape", scanner.shape().label());
        }
        json.writeBooleanField("found", finding.found());
        Accused accused = finding.accused();
        if (accused != null) {
            json.writeBooleanField("technique_right", finding.techniqueIsRight());
            json.writeBooleanField("shape_right", finding.shapeIsRight());
            accused(json, accused);
        }
        json.writeEndObject();
    }

    private static void accused(JsonGenerator json, Accused accused) throws IOException {
        json.writeStringField("severity", accused.severity().label());
        json.writeNumberField("incidents", accused.incidents());
        json.writeNumberField("probes", accused.probes());
        json.writeArrayFieldStart("techniques");
        for (String label :
                accused.techniques().stream().map(t -> t.label()).sorted().toList()) {
            json.writeString(label);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("shapes");
        for (String label :
                accused.shapes().stream().map(s -> s.label()).sorted().toList()) {
            json.writeString(label);
        }
        json.writeEndArray();
    }

    private static void sums(JsonGenerator json, InputScore score, Severity accusation) throws IOException {
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("type", "sums");
        json.writeStringField("input", score.input().label());
        json.writeNumberField("files", score.files());
        tally(json, score.all());
        json.writeNumberField("technique_right", score.all().techniquesRight());
        json.writeNumberField("shape_right", score.all().shapesRight());
        json.writeStringField("accusation", accusation.label());
        fraction(json, "precision", score.precision(accusation));
        json.writeObjectFieldStart("false");
        for (Severity severity : Severity.values()) {
            json.writeNumberField(severity.label(), score.falseSources(severity));
        }
        json.writeEndObject();
        groups(json, "by_technique", score.byTechnique());
        groups(json, "by_shape", score.byShape());
    }

    private static void groups(JsonGenerator json, String name, Map<String, Tally> groups) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Tally> group : groups.entrySet()) {
            json.writeObjectFieldStart(group.getKey().isEmpty() ? "unknown" : group.getKey());
            tally(json, group.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void tally(JsonGenerator json, Tally tally) throws IOException {
        json.writeNumberField("scanners", tally.scanners());
        json.writeNumberField("found", tally.found());
        fraction(json, "recall", tally.recall());
        fraction(json, "incidents_per_scanner", tally.incidentsPerScanner());
        json.writeNumberField("most_incidents", tally.mostIncidents());
        json.writeNumberField("median_probes", tally.medianProbes());
        json.writeNumberField("most_probes", tally.mostProbes());
    }

    private static void fraction(JsonGenerator json, String name, double value) throws IOException {
        if (!Double.isNaN(value)) {
            json.writeNumberField(name, Math.round(value * 10_000) / 10_000.0);
        }
    }
}
