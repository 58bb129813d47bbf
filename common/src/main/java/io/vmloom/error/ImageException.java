package io.vmloom.error;

import java.util.OptionalLong;

/** A source image was refused. Trying again can not help; the file has to change or be named differently. */
public final class ImageException extends ConversionException {
    private static final long serialVersionUID = 1L;
    private static final long NO_OFFSET = -1;

    private final String file;
    private final long hostOffset;
    private final String reason;

    private ImageException(ErrorCode code, String file, long hostOffset, String reason, String advice) {
        super(code, text(file, hostOffset, reason, advice), null);
        this.file = file;
        this.hostOffset = hostOffset;
        this.reason = reason;
    }

    /** The image contradicts its format at a byte offset of the file. */
    public static ImageException invalid(String file, long hostOffset, String reason) {
        return new ImageException(
                ErrorCode.IMAGE_INVALID,
                file,
                hostOffset,
                reason,
                "the image is damaged or truncated: check it with its own tools, or copy it again");
    }

    public static ImageException unsupported(String file, String reason, String advice) {
        return new ImageException(ErrorCode.IMAGE_UNSUPPORTED, file, NO_OFFSET, reason, advice);
    }

    public static ImageException unsafe(String file, String reason, String advice) {
        return new ImageException(ErrorCode.IMAGE_UNSAFE, file, NO_OFFSET, reason, advice);
    }

    /** The image is encrypted, and the right key was not given. */
    public static ImageException locked(String file, String reason, String advice) {
        return new ImageException(ErrorCode.IMAGE_LOCKED, file, NO_OFFSET, reason, advice);
    }

    public static ImageException formatMismatch(String file, String reason, String advice) {
        return new ImageException(ErrorCode.FORMAT_MISMATCH, file, NO_OFFSET, reason, advice);
    }

    /** Name of the file that was refused. */
    public String file() {
        return file;
    }

    /** Where in the file, when the refusal is about one place. */
    public OptionalLong hostOffset() {
        return hostOffset == NO_OFFSET ? OptionalLong.empty() : OptionalLong.of(hostOffset);
    }

    /** What is wrong, without file, place and advice. */
    public String reason() {
        return reason;
    }

    @Override
    public boolean retryable() {
        return false;
    }

    private static String text(String file, long hostOffset, String reason, String advice) {
        String place = hostOffset == NO_OFFSET ? file : file + " at offset 0x" + Long.toHexString(hostOffset);
        return place + ": " + reason + "; " + advice;
    }
}
