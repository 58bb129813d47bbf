package io.vmloom.machine;

/** A trusted platform module. What it holds never leaves its host: a guest that sealed keys in it needs them again. */
public enum TpmVersion {
    V1_2,
    V2_0
}
