package io.vmloom.check;

/**
 * One thing that is wrong.
 *
 * @param hostOffset where in the file
 * @param problem what stands there, and what should
 */
public record Finding(Severity severity, long hostOffset, String problem) {}
