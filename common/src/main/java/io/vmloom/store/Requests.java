package io.vmloom.store;

/**
 * How often object stores were asked for what, retries left out, and how many bytes went.
 *
 * @param gets reads of bytes
 * @param heads questions whether something is there
 * @param puts objects and parts, and beginnings and ends of uploads
 * @param copies parts made server-side
 * @param lists each page counts
 * @param deletes of objects and uploads
 * @param readBytes from stores
 * @param writtenBytes to stores
 */
public record Requests(
        long gets, long heads, long puts, long copies, long lists, long deletes, long readBytes, long writtenBytes) {
    public static final Requests NONE = new Requests(0, 0, 0, 0, 0, 0, 0, 0);

    public Requests plus(Requests more) {
        return new Requests(
                gets + more.gets,
                heads + more.heads,
                puts + more.puts,
                copies + more.copies,
                lists + more.lists,
                deletes + more.deletes,
                readBytes + more.readBytes,
                writtenBytes + more.writtenBytes);
    }
}
