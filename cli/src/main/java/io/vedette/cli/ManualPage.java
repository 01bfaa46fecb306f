package io.vedette.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A manual page of one command, in the language of man(7), from what the command line itself knows. So {@code --help} and the
 * page cannot differ.
 */
final class ManualPage {

    private final CommandSpec command;
    private final String version;
    private final StringBuilder page = new StringBuilder(4096);

    private ManualPage(CommandSpec command, String version) {
        this.command = command;
        this.version = version;
    }

    /** {@code vedette-alerts-test} for the command {@code vedette alerts test}: also the page's name. */
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /** {@code command} and all below it that are not hidden, from the top down. */
    static List<CommandSpec> withSubcommands(CommandSpec command) {
        List<CommandSpec> commands = new ArrayList<>(List.of(command));
        for (CommandSpec below : subcommands(command)) {
            commands.addAll(withSubcommands(below));
        }
        return commands;
    }

    private static List<CommandSpec> subcommands(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(below -> !below.usageMessage().hidden())
                .distinct()
                .toList();
    }

    /** The page of {@code command}, for section 1. */
    static String of(CommandSpec command, String version) {
        return new ManualPage(command, version).write();
    }

    private String write() {
        page.append(".TH \"")
                .append(name(command).toUpperCase(Locale.ROOT))
                .append("\" 1 \"\" \"Vedette ")
                .append(version)
                .append("\" \"Vedette\"\n");
        // No justified lines, no hyphens: names and options are copied from here.
        page.append(".nh\n.ad l\n");
        page.append(".SH NAME\n").append(roff(name(command))).append(" \\- ");
        page.append(roff(description())).append('\n');
        synopsis();
        positionals();
        options();
        commands();
        footer();
        seeAlso();
        return page.toString();
    }

    private String description() {
        return String.join(" ", command.usageMessage().description()).replaceFirst("\\.$", "");
    }

    private void synopsis() {
        page.append(".SH SYNOPSIS\n.B ").append(roff(command.qualifiedName())).append('\n');
        if (!visibleOptions().isEmpty()) {
            page.append("[\\fIOPTION\\fR ...]\n");
        }
        for (PositionalParamSpec positional : command.positionalParameters()) {
            boolean optional = positional.arity().min() == 0;
            String label = "\\fI" + roff(positional.paramLabel()) + "\\fR"
                    + (positional.arity().max() > 1 ? " ..." : "");
            page.append(optional ? "[" + label + "]" : label).append('\n');
        }
        if (!subcommands(command).isEmpty()) {
            page.append("\\fICOMMAND\\fR\n");
        }
    }

    private void positionals() {
        List<PositionalParamSpec> shown = command.positionalParameters().stream()
                .filter(positional -> !positional.hidden())
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        page.append(".SH ARGUMENTS\n");
        for (PositionalParamSpec positional : shown) {
            page.append(".TP\n.I ").append(roff(positional.paramLabel())).append('\n');
            text(positional.description());
        }
    }

    private List<OptionSpec> visibleOptions() {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(option -> option.longestName().replaceFirst("^-+", "")))
                .toList();
    }

    private void options() {
        List<OptionSpec> options = visibleOptions();
        if (options.isEmpty()) {
            return;
        }
        page.append(".SH OPTIONS\n");
        for (OptionSpec option : options) {
            page.append(".TP\n");
            List<String> names = new ArrayList<>();
            for (String name : option.names()) {
                names.add("\\fB" + roff(name) + "\\fR");
            }
            page.append(String.join(", ", names));
            if (option.arity().max() > 0) {
                page.append(" \\fI").append(roff(option.paramLabel())).append("\\fR");
            }
            page.append('\n');
            text(option.description());
        }
    }

    private void commands() {
        List<CommandSpec> below = subcommands(command);
        if (below.isEmpty()) {
            return;
        }
        page.append(".SH COMMANDS\n");
        for (CommandSpec one : below) {
            page.append(".TP\n.BR ").append(roff(name(one))).append(" (1)\n");
            text(one.usageMessage().description());
        }
    }

    private void footer() {
        String[] footer = command.usageMessage().footer();
        if (footer.length == 0) {
            return;
        }
        page.append(".SH NOTES\n.nf\n");
        for (String line : footer) {
            page.append(roff(CommandLine.Help.Ansi.OFF.string(line))).append('\n');
        }
        page.append(".fi\n");
    }

    private void seeAlso() {
        CommandSpec parent = command.parent();
        if (parent != null) {
            page.append(".SH SEE ALSO\n.BR ").append(roff(name(parent))).append(" (1)\n");
        }
    }

    private void text(String[] lines) {
        for (String line : lines) {
            page.append(roff(line)).append('\n');
        }
    }

    /**
     * Inert text: groff_char(7) and man(7). A backslash begins an escape, a hyphen is typographic unless escaped, a dot or an
     * apostrophe at the beginning of a line is a request. What has no place in ASCII is written as its code point.
     */
    private String roff(String text) {
        StringBuilder inert = new StringBuilder(text.length() + 16);
        String plain = resolve(text);
        if (plain.startsWith(".") || plain.startsWith("'")) {
            inert.append("\\&");
        }
        plain.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> inert.append("\\e");
                case '-' -> inert.append("\\-");
                case '\n' -> inert.append(' ');
                case '"' -> inert.append("\\(dq");
                case '\'' -> inert.append("\\(aq");
                case '^' -> inert.append("\\(ha");
                case '~' -> inert.append("\\(ti");
                case '`' -> inert.append("\\(ga");
                default -> {
                    if (c < 0x80) {
                        inert.append((char) c);
                    } else {
                        inert.append(String.format(Locale.ROOT, "\\[u%04X]", c));
                    }
                }
            }
        });
        return inert.toString();
    }

    /** Without picocli's markup: {@code %n} for a line end, {@code %%} for a percent sign. */
    private static String resolve(String text) {
        return text.replace("%n", " ").replace("%%", "%");
    }

    /** The pages of {@code top} and all below it by the names of their files, {@code vedette-scan.1}. */
    static Map<String, String> all(CommandSpec top, String version) {
        Map<String, String> pages = new LinkedHashMap<>();
        for (CommandSpec command : withSubcommands(top)) {
            pages.put(name(command) + ".1", of(command, version));
        }
        return pages;
    }
}
