package io.vmloom.task;

/** What a task does. Names travel on the wire; never rename one. */
public enum TaskKind {
    CONVERT,
    COMPOSE,
    DIGEST,
    UNPACK,
    HASH
}
