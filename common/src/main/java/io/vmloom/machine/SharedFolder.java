package io.vmloom.machine;

/** A folder of the host that the guest sees under a name. */
public record SharedFolder(String name, String hostPath, Access access) {
    /** What the guest may do there. */
    public enum Access {
        READ_ONLY,
        READ_WRITE
    }
}
