package io.vmloom.coordinator.hooks;

import io.vmloom.error.StoreException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which addresses a message may go to: a manifest must not reach into the coordinator's own network.
 *
 * @param allowedHosts names that may be anywhere, in lower case
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">special addresses of IPv4</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">and of IPv6</a>
 */
record PublicAddresses(Set<String> allowedHosts, Names names) {
    /** Of IPv4, what is not public and has no name in Java. */
    private static final List<Range> SPECIAL_V4 = List.of(
            new Range(0, 8),
            new Range(0x64400000, 10),
            new Range(0xc0000000, 24),
            new Range(0xc0000200, 24),
            new Range(0xc0586300, 24),
            new Range(0xc6120000, 15),
            new Range(0xc6336400, 24),
            new Range(0xcb007100, 24),
            new Range(0xf0000000, 4));

    private record Range(int first, int bits) {
        boolean contains(int address) {
            return (address ^ first) >>> (Integer.SIZE - bits) == 0;
        }
    }

    /** How a name is looked up. */
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** One that may be connected to; what was checked is what has to be used. Throws {@link StoreException}. */
    InetAddress of(String host) {
        boolean anywhere = allowedHosts.contains(host.toLowerCase(Locale.ROOT));
        try {
            return Stream.of(names.of(host))
                    .filter(address -> anywhere || isPublic(address))
                    .findFirst()
                    .orElseThrow(() -> StoreException.accessDenied(
                            host,
                            "it is at a private address, and webhooks.allowed-hosts of the coordinator does not list it",
                            null));
        } catch (UnknownHostException e) {
            throw StoreException.unavailable(host, "the name is not known", e);
        }
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublicV4(bytes) : isPublicV6(bytes);
    }

    private static boolean isPublicV4(byte[] bytes) {
        int address = ByteBuffer.wrap(bytes).getInt();
        return SPECIAL_V4.stream().noneMatch(range -> range.contains(address));
    }

    /** Global unicast without what carries other addresses (Teredo, 6to4) or is for protocols and documents. */
    private static boolean isPublicV6(byte[] bytes) {
        boolean unicast = (bytes[0] & 0xe0) == 0x20;
        boolean special = startsWith(bytes, 0x20, 0x01) && (bytes[2] & 0xfe) == 0
                || startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8)
                || startsWith(bytes, 0x20, 0x02)
                || startsWith(bytes, 0x3f, 0xff);
        return unicast && !special;
    }

    private static boolean startsWith(byte[] bytes, int... head) {
        byte[] wanted = new byte[head.length];
        for (int i = 0; i < head.length; i++) {
            wanted[i] = (byte) head[i];
        }
        return Arrays.equals(bytes, 0, head.length, wanted, 0, head.length);
    }
}
