package io.vmloom.machine;

/**
 * What the guest is, as the source says it.
 *
 * @param vocabulary whose word {@code id} is
 * @param id in that vocabulary; empty when nothing is known
 */
public record GuestOs(OsFamily family, Architecture architecture, OsVocabulary vocabulary, String id) {
    public static final GuestOs UNKNOWN = new GuestOs(OsFamily.OTHER, Architecture.X86_64, OsVocabulary.NONE, "");

    public GuestOs {
        Machine.require(
                (vocabulary == OsVocabulary.NONE) == id.isEmpty(),
                "a guest's id must be a word of a vocabulary, got: '" + id + "' of " + vocabulary);
    }
}
