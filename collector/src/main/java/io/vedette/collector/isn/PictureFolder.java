package io.vedette.collector.isn;

import io.vedette.collector.picture.Picture;
import io.vedette.collector.picture.PictureFile;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.IsnHistory;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.isn.report.IsnPage;
import io.vedette.core.isn.report.IsnPictures;
import io.vedette.core.plot.SvgRenderer;
import io.vedette.core.plot.Theme;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;

/**
 * A folder with a picture of each interesting port, {@code PORT.svg}, and {@code index.html} with all of them. The page is
 * written last, so that it never leads to a picture that is not there. Belongs to one thread.
 */
public final class PictureFolder {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 420;

    private final Path folder;
    private final Format format;
    private final Theme theme;

    /** What the pictures of ports are. */
    public enum Format {
        SVG(".svg"),
        PNG(".png"),
        /** Twice as many pixels each way. */
        PNG2X("@2x.png");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }
    }

    /** @param folder made if it is not there */
    public PictureFolder(Path folder, Format format, Theme theme) {
        this.folder = folder;
        this.format = format;
        this.theme = theme;
    }

    /**
     * Draws everything.
     *
     * @param zone whose days they are
     * @return the page
     * @throws IOException if something cannot be written; the message names it
     */
    public Path write(IsnHistory history, ZoneId zone, Interest interest) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException(folder + ": cannot be made: " + FileTrouble.why(e), e);
        }
        IsnPictures pictures = new IsnPictures(history, zone);
        SvgRenderer renderer = new SvgRenderer(theme, IsnPictures.PALETTE);
        for (PortHistory port : pictures.ranked()) {
            PictureFile.of(folder.resolve(name(port))).write(new Picture(pictures.port(port), WIDTH, HEIGHT), renderer);
        }
        return page(new IsnPage(pictures, interest, this::name).html(theme));
    }

    private String name(PortHistory port) {
        return port.port() + format.ending;
    }

    private Path page(String html) throws IOException {
        Path page = folder.resolve("index.html");
        Path unfinished = folder.resolve(".index.html.tmp");
        try {
            Files.writeString(unfinished, html, StandardCharsets.UTF_8);
            Files.move(unfinished, page, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(page + ": cannot be written: " + FileTrouble.why(e), e);
        }
        return page;
    }
}
