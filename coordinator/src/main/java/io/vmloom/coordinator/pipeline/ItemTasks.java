package io.vmloom.coordinator.pipeline;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.SealedCipher;
import io.vmloom.coordinator.dispatch.TaskBoard;
import io.vmloom.extent.DiskImage;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import java.util.HashMap;
import java.util.Map;

/** Names one item's tasks and gives them out. Used by the item's thread. */
final class ItemTasks {
    /**
     * Each run of an item has this many generations, and numbers for attempts, for itself: some for each of the 4,096
     * files that a target may have.
     */
    private static final int PER_RUN = 1 << 17;

    private final String item;
    private final TaskBoard board;
    private final KeyWrap keys;
    private final int firstAttempt;
    private int generation;

    /**
     * @param keys seals what tasks carry
     * @param run which no other run of the item has
     */
    ItemTasks(String item, TaskBoard board, KeyWrap keys, int run) {
        this.keys = keys;
        this.item = item;
        this.board = board;
        this.firstAttempt = Math.multiplyExact(run, PER_RUN);
        this.generation = firstAttempt;
    }

    TaskBoard board() {
        return board;
    }

    /**
     * The ciphers of an image as tasks carry them.
     *
     * @throws io.vmloom.error.ConversionException when the image was opened without its key, or nothing can seal it
     */
    Map<Integer, SealedCipher> sealed(DiskImage image) {
        Map<Integer, SealedCipher> sealed = new HashMap<>();
        image.ciphers().forEach((member, cipher) -> sealed.put(member, keys.seal(cipher)));
        return sealed;
    }

    /** The cipher of a target as tasks carry it; throws {@link io.vmloom.error.RequestException} when nothing can seal it. */
    SealedCipher sealed(DiskCipher cipher) {
        return keys.seal(cipher);
    }

    /** A generation that no task of the item had before: late results of older ones are then ignored. */
    int nextGeneration() {
        return generation++;
    }

    /**
     * Differs from every other run's, so that a late worker never touches what another one left; the work may be the
     * same as another run's.
     *
     * @param attempt from 1
     */
    TaskId id(int ofGeneration, TaskKind kind, int index, int attempt) {
        return new TaskId(item, ofGeneration, kind, index, firstAttempt + attempt);
    }
}
