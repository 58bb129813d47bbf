package io.vmloom.coordinator.job;

import io.vmloom.cipher.SecretRef;
import io.vmloom.extent.OnDamage;
import io.vmloom.format.ImagePolicy;
import io.vmloom.store.Companion;
import io.vmloom.store.Companions;
import io.vmloom.store.Location;
import io.vmloom.unit.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the user allows an image.
 *
 * @param companions files it may be completed with
 * @param policy what it may ask for
 * @param maxUnpackedBytes how much may come out of a compressed file with the image in it; empty when such are refused
 * @param key where the key is that opens it, and whatever is encrypted below it
 * @param otherKeys the same of files that it may be completed with and that have their own, by where they are
 * @param onDamage what becomes of units that can not be read because it is damaged
 */
public record Trust(
        Companions companions,
        ImagePolicy policy,
        OptionalLong maxUnpackedBytes,
        Optional<SecretRef> key,
        Map<Location, SecretRef> otherKeys,
        OnDamage onDamage) {
    /** For whoever allows unpacking and says no more. */
    public static final long USUAL_UNPACKED_BYTES = 256 * ByteSize.GIB;

    /** One file, with the usual caps. */
    public static final Trust DEFAULT = new Trust(Companions.NONE, ImagePolicy.DEFAULT, OptionalLong.empty());

    public Trust {
        otherKeys = Map.copyOf(otherKeys);
    }

    /** Without a key, and refused when it is damaged. */
    public Trust(Companions companions, ImagePolicy policy, OptionalLong maxUnpackedBytes) {
        this(companions, policy, maxUnpackedBytes, Optional.empty(), Map.of(), OnDamage.REFUSE);
    }

    /** The same for what is made of the image, which these files complete and no other. */
    public Trust ofTarget(List<Companion> extents) {
        return new Trust(new Companions(extents, Companions.Others.REFUSED), policy.ofTarget(), OptionalLong.empty());
    }

    /** The same with one more file, unless one of its name was listed. */
    public Trust listing(Companion file) {
        return new Trust(companions.with(file), policy, maxUnpackedBytes, key, otherKeys, onDamage);
    }

    /** Whether it, or a file that it may be completed with, has a key. */
    public boolean hasKeys() {
        return key.isPresent() || !otherKeys.isEmpty();
    }

    public Trust withKey(Optional<SecretRef> newKey) {
        return new Trust(companions, policy, maxUnpackedBytes, newKey, otherKeys, onDamage);
    }

    public Trust withDamage(OnDamage becomes) {
        return new Trust(companions, policy, maxUnpackedBytes, key, otherKeys, becomes);
    }

    public static Trust with(Companions companions, ImagePolicy policy) {
        return new Trust(companions, policy, OptionalLong.empty());
    }

    /** The same, and compressed files are unpacked. */
    public Trust unpackingUpTo(long maxBytes) {
        return new Trust(companions, policy, OptionalLong.of(maxBytes), key, otherKeys, onDamage);
    }
}
