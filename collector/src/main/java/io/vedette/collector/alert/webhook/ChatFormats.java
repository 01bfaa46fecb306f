package io.vedette.collector.alert.webhook;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.collector.alert.remote.Notification;
import java.io.IOException;
import java.util.function.Function;

/** The bodies of services that people read as chat. Limits and escapes are those of each service's documentation. */
final class ChatFormats {

    private static final int SLACK_SECTION = 3_000;
    private static final int SLACK_TEXT = 1_024;
    private static final int DISCORD_CONTENT = 2_000;
    private static final int DISCORD_SUPPRESS_EMBEDS = 1 << 2;
    private static final int MATTERMOST_POST = 16_383;
    private static final int TELEGRAM_TEXT = 4_096;
    private static final int TEAMS_HEADLINE = 1_000;
    /** A card of 28 KB; a character can take three bytes, and the frame needs some. */
    private static final int TEAMS_DETAILS = 7_000;

    private ChatFormats() {}

    /**
     * Slack, incoming webhook. {@code text} is what the notification shows; the blocks are plain text, in which nothing is a
     * mention or a link.
     */
    static MessageFormat slack(Function<Notification, Text> wording) {
        return notification -> Json.object(json -> {
            Text text = wording.apply(notification);
            json.writeStringField("text", Markup.SLACK.cut(text.headline(), SLACK_TEXT));
            json.writeBooleanField("unfurl_links", false);
            json.writeBooleanField("unfurl_media", false);
            json.writeArrayFieldStart("blocks");
            for (String part : new String[] {
                Markup.PLAIN.cut(text.headline(), SLACK_SECTION), text.body(Markup.PLAIN, SLACK_SECTION)
            }) {
                if (!part.isEmpty()) {
                    Json.member(json, block -> {
                        block.writeStringField("type", "section");
                        Json.member(block, "text", inner -> {
                            inner.writeStringField("type", "plain_text");
                            inner.writeStringField("text", part);
                            inner.writeBooleanField("emoji", false);
                        });
                    });
                }
            }
            json.writeEndArray();
        });
    }

    /**
     * Microsoft Teams, a Workflows webhook with an Adaptive Card 1.4. Text runs know no Markdown, and mentions need an entity
     * that is not sent.
     */
    static MessageFormat teams(Function<Notification, Text> wording) {
        return notification -> Json.object(json -> {
            Text text = wording.apply(notification);
            String headline = Markup.PLAIN.cut(text.headline(), TEAMS_HEADLINE);
            json.writeStringField("type", "message");
            json.writeStringField("summary", headline);
            json.writeArrayFieldStart("attachments");
            Json.member(json, attachment -> {
                attachment.writeStringField("contentType", "application/vnd.microsoft.card.adaptive");
                Json.member(attachment, "content", card -> {
                    card.writeStringField("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
                    card.writeStringField("type", "AdaptiveCard");
                    card.writeStringField("version", "1.4");
                    card.writeStringField("fallbackText", headline);
                    card.writeArrayFieldStart("body");
                    writeRun(card, headline, "Bolder");
                    for (String line : text.body(Markup.PLAIN, TEAMS_DETAILS).split("\n")) {
                        if (!line.isEmpty()) {
                            writeRun(card, line, "Default");
                        }
                    }
                    card.writeEndArray();
                });
            });
            json.writeEndArray();
        });
    }

    private static void writeRun(JsonGenerator card, String text, String weight) throws IOException {
        Json.member(card, block -> {
            block.writeStringField("type", "RichTextBlock");
            block.writeArrayFieldStart("inlines");
            Json.member(block, run -> {
                run.writeStringField("type", "TextRun");
                run.writeStringField("text", text);
                run.writeStringField("weight", weight);
            });
            block.writeEndArray();
        });
    }

    /** Discord, execute webhook. {@code allowed_mentions} with nothing in it: whatever the text says, nobody is called. */
    static MessageFormat discord(Function<Notification, Text> wording) {
        return notification -> Json.object(json -> {
            json.writeStringField("content", wording.apply(notification).flat(Markup.MARKDOWN, "**", DISCORD_CONTENT));
            json.writeNumberField("flags", DISCORD_SUPPRESS_EMBEDS);
            Json.member(json, "allowed_mentions", mentions -> {
                mentions.writeArrayFieldStart("parse");
                mentions.writeEndArray();
            });
        });
    }

    /** Mattermost, incoming webhook. */
    static MessageFormat mattermost(Function<Notification, Text> wording) {
        return notification -> Json.object(json -> json.writeStringField(
                "text", wording.apply(notification).flat(Markup.MARKDOWN, "**", MATTERMOST_POST)));
    }

    /** Telegram, sendMessage of the Bot API, without a parse mode: the text is the text. */
    static MessageFormat telegram(String chat, Function<Notification, Text> wording) {
        return notification -> Json.object(json -> {
            json.writeStringField("chat_id", chat);
            json.writeStringField("text", wording.apply(notification).flat(Markup.PLAIN, "", TELEGRAM_TEXT));
            Json.member(json, "link_preview_options", options -> options.writeBooleanField("is_disabled", true));
        });
    }
}
