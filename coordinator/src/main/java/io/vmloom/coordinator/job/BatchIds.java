package io.vmloom.coordinator.job;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import io.vmloom.digest.Sha256;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names batches {@code b07-<ULID>}: the number is the partition that keeps the batch's state, so that whoever knows an
 * id knows where to look, and later batches sort behind earlier ones of their partition.
 */
public final class BatchIds {
    /** How many partitions there are; never changes. */
    public static final int PARTITIONS = 64;

    private static final Pattern SYNTAX = Pattern.compile("b([0-9]{2})-[^/-]+");
    private static final int PREFIX_LENGTH = "b00-".length();

    private BatchIds() {}

    /** The partition that keeps a batch's state; throws {@link IllegalArgumentException} for what is no batch's id. */
    public static int partition(String batch) {
        Matcher matcher = SYNTAX.matcher(batch);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) >= PARTITIONS) {
            throw new IllegalArgumentException("id of a batch must be bNN-<name> with NN below " + PARTITIONS
                    + " and no dash in the name, got: " + batch);
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** The same; empty for what is no batch's id. */
    public static OptionalInt partitionIfAny(String batch) {
        try {
            return OptionalInt.of(partition(batch));
        } catch (IllegalArgumentException e) {
            return OptionalInt.empty();
        }
    }

    /** The batch that an item belongs to. */
    public static String ofItem(String item) {
        int dash = item.indexOf('-', PREFIX_LENGTH);
        if (dash < 0) {
            throw new IllegalArgumentException("id of an item must be that of its batch and a number, got: " + item);
        }
        return item.substring(0, dash);
    }

    /** For a batch that no other coordinator hears of. */
    public static String next() {
        return next(Set.of(0));
    }

    /** In any of these partitions. */
    public static String next(Set<Integer> partitions) {
        Ulid ulid = UlidCreator.getMonotonicUlid();
        List<Integer> sorted = partitions.stream().sorted().toList();
        return in(sorted.get(Math.floorMod(ulid.hashCode(), sorted.size())), ulid.toString());
    }

    /** The one id of a tenant's batch under a token, so that whoever takes it looks in the same place. */
    public static String ofToken(String tenant, String token) {
        byte[] hash = Sha256.of(tenant + "\n" + token);
        return in(
                Math.floorMod(hash[0], PARTITIONS),
                "T" + HexFormat.of().withUpperCase().formatHex(hash, 1, 14));
    }

    private static String in(int partition, String name) {
        return String.format(Locale.ROOT, "b%02d-%s", partition, name);
    }
}
