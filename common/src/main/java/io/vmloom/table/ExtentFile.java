package io.vmloom.table;

/**
 * A file beside a target that holds a part of the guest, up to where the next one's part begins.
 *
 * @param name in the target's own directory, as the target tells it to readers
 * @param guestStart where its part begins; a multiple of 2 GiB, so that no unit and no digest's leaf is divided
 * @param design of this file alone
 */
public record ExtentFile(String name, long guestStart, TargetDesign design) {}
