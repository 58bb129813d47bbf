package io.vmloom.check;

/** How bad a finding is. */
public enum Severity {
    /** Guest data is, or may become, wrong. */
    ERROR,
    /** Space of the file that nothing uses; the guest's data is whole. */
    LEAK
}
