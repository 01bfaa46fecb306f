package io.vedette.core.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What is wrong with a file, for people. */
public final class FileTrouble {

    private FileTrouble() {}

    /**
     * The reason in a few words, without the name of the file where only the file system had to say something: {@code
     * permission denied}. The JDK's exceptions tell a part of it by their class, a part by their reason, and their message may
     * be nothing but a path.
     */
    public static String why(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file";
        } else if (cause instanceof AccessDeniedException) {
            return "permission denied";
        } else if (cause instanceof FileAlreadyExistsException) {
            return "it exists already";
        } else if (cause instanceof NotDirectoryException) {
            return "not a folder";
        } else if (cause instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        } else if (cause instanceof CharacterCodingException) {
            return "not UTF-8";
        }
        String told = cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
        return told == null ? cause.getClass().getSimpleName() : told;
    }

    /** The same behind the name of the file, where only the file system had to say something. */
    public static String nameAndWhy(IOException cause) {
        return cause instanceof FileSystemException failure && failure.getFile() != null
                ? failure.getFile() + ": " + why(cause)
                : why(cause);
    }

    /** What a parser found wrong, without where it is in the words of the parser: whoever asks tells the line. */
    public static String syntax(String said) {
        int place = said.indexOf(" (start marker at");
        return Printable.of((place < 0 ? said : said.substring(0, place))
                .lines()
                .findFirst()
                .orElse(""));
    }
}
