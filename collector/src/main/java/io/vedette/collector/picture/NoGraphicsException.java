package io.vedette.collector.picture;

import java.io.IOException;

/** There is nothing to make a PNG with: no AWT in this Java, or no fonts on this machine. */
final class NoGraphicsException extends IOException {

    private static final long serialVersionUID = 1;

    NoGraphicsException(Throwable cause) {
        super(
                "no PNG can be made here, because Java has no graphics or no fonts (" + reason(cause)
                        + "); use a name that ends in .svg, or install fontconfig and a font such as DejaVu",
                cause);
    }

    private static String reason(Throwable cause) {
        Throwable first = cause;
        while (first.getCause() != null && first.getCause() != first) {
            first = first.getCause();
        }
        String message = String.valueOf(first.getMessage()).lines().findFirst().orElse("");
        return first.getClass().getSimpleName() + ": " + message;
    }
}
