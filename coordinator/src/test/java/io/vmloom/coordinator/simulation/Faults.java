package io.vmloom.coordinator.simulation;

/**
 * How likely each misfortune is, at every occasion for it.
 *
 * @param crash a worker dies before it runs the task it took; the task comes to somebody else
 * @param silentCrash a worker dies after it ran a task and before it reported
 * @param duplicate a task that was run is delivered once more
 * @param zombie a worker stalls with a task and runs it much later, perhaps after the item's end
 * @param delay a result comes later than others that were reported after it
 * @param store a call to the target's store fails, before or after its effect
 * @param source the same for the source's
 */
record Faults(
        double crash, double silentCrash, double duplicate, double zombie, double delay, double store, double source) {
    static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0);
    static final Faults SOME = new Faults(0.05, 0.05, 0.1, 0.1, 0.2, 0.02, 0.02);
    static final Faults MANY = new Faults(0.15, 0.15, 0.3, 0.2, 0.4, 0.1, 0.1);

    /** For images with tables: those that are read while tasks are given out are not read a second time. */
    Faults calmSource() {
        return new Faults(crash, silentCrash, duplicate, zombie, delay, store, 0);
    }
}
