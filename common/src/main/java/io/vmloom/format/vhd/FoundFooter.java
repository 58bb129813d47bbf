package io.vmloom.format.vhd;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The footer that counts, and where it stands.
 *
 * @param endOffset where the disk's part of the file ends: at the footer, or at the end of a file that has lost it
 * @param damage what is wrong with the footer when the copy in front had to serve, else empty
 */
record FoundFooter(Footer footer, long offset, long endOffset, String damage) {
    private static final long FRONT = 0;

    /** A place where a footer may stand: what is there, if its cookie is, and whether that is sound. */
    private record Candidate(long offset, byte[] bytes) {
        static Optional<Candidate> at(ByteSource source, long offset, int lengthBytes) {
            if (offset < 0 || offset > source.sizeBytes() - lengthBytes) {
                return Optional.empty();
            }
            byte[] bytes = new byte[Footer.BYTES];
            source.read(offset, ByteBuffer.wrap(bytes, 0, lengthBytes));
            return Optional.of(new Candidate(offset, bytes)).filter(found -> Footer.hasCookie(found.bytes));
        }

        boolean sound() {
            return Footer.checksum(bytes) == Checksum.of(bytes, Footer.CHECKSUM_AT);
        }

        Footer footer() {
            return Footer.of(bytes);
        }

        String damage() {
            return "checksum must be 0x" + Integer.toHexString(Checksum.of(bytes, Footer.CHECKSUM_AT)) + ", got: 0x"
                    + Integer.toHexString(Footer.checksum(bytes));
        }
    }

    /**
     * The footer at the end, if its checksum is right, and it does not contradict the copy in front; else the copy.
     * Throws {@link ImageException} when neither is sound.
     */
    static FoundFooter in(ByteSource source) {
        Optional<Candidate> end = Candidate.at(source, source.sizeBytes() - Footer.BYTES, Footer.BYTES)
                .or(() -> Candidate.at(source, source.sizeBytes() - Footer.SHORT_BYTES, Footer.SHORT_BYTES));
        Optional<Candidate> front = Candidate.at(source, FRONT, Footer.BYTES);
        Optional<Footer> copy = front.filter(Candidate::sound).map(Candidate::footer);
        if (end.filter(Candidate::sound).isPresent()) {
            Candidate found = end.orElseThrow();
            copy.ifPresent(other -> requireSame(source, found.footer(), other));
            return new FoundFooter(found.footer(), found.offset(), found.offset(), "");
        }
        String damage = end.map(Candidate::damage).orElse("there is none at the end of the file");
        if (copy.isPresent()) {
            long endOffset = end.map(Candidate::offset).orElse(source.sizeBytes());
            return new FoundFooter(copy.orElseThrow(), FRONT, endOffset, damage);
        }
        Candidate broken = end.or(() -> front)
                .orElseThrow(
                        () -> ImageException.invalid(source.name(), FRONT, "no VHD footer in front or at the end"));
        throw ImageException.invalid(
                source.name(), broken.offset() + Footer.CHECKSUM_AT, "the VHD footer's " + broken.damage());
    }

    /** Which of two sound ones a program takes must not decide what it reads. */
    private static void requireSame(ByteSource source, Footer end, Footer copy) {
        if (end.type() != copy.type()
                || end.currentBytes() != copy.currentBytes()
                || !end.geometry().equals(copy.geometry())
                || !end.creator().equals(copy.creator())
                || end.headerOffset() != copy.headerOffset()) {
            throw ImageException.unsafe(
                    source.name(),
                    "the VHD footer at its end and the copy in front describe different disks, and programs differ in"
                            + " which one they take",
                    "rewrite it with the program that made it");
        }
    }
}
