package io.vmloom.worker.convert;

/** One read of a member: bytes {@code hostOffset .. hostOffset + lengthBytes}. */
record Fetch(int member, long hostOffset, int lengthBytes) {
    long end() {
        return hostOffset + lengthBytes;
    }

    boolean covers(int otherMember, long offset) {
        return member == otherMember && offset >= hostOffset && offset < end();
    }
}
