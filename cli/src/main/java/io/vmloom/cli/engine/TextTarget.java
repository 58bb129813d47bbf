package io.vmloom.cli.engine;

import io.vmloom.error.StoreException;
import io.vmloom.error.TargetException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A small text as a file or object, which is there as a whole or not at all. */
public final class TextTarget {
    private static final String ADVICE = "name another target, or give --overwrite to replace it";

    private TextTarget() {}

    public static void write(Stores stores, Location target, String text, boolean overwrite) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        switch (target) {
            case Location.InBucket object -> put(stores, object, bytes, overwrite);
            case Location.OnDisk(Path file) -> move(file, bytes, overwrite);
        }
    }

    private static void put(Stores stores, Location.InBucket object, byte[] bytes, boolean overwrite) {
        if (!overwrite && stores.objects(object).head(object).isPresent()) {
            throw TargetException.exists(object.toString(), ADVICE);
        }
        stores.objects(object)
                .put(object, Content.of(bytes), Map.of(), overwrite ? Precondition.NONE : Precondition.ABSENT);
    }

    private static void move(Path file, byte[] bytes, boolean overwrite) {
        if (!overwrite && Files.exists(file)) {
            throw TargetException.exists(file.toString(), ADVICE);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw StoreException.notFound(String.valueOf(folder));
        }
        try {
            Path unfinished = folder.resolve(
                    "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
            try {
                Files.write(unfinished, bytes);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw StoreException.accessDenied(file.toString(), String.valueOf(e.getMessage()), e);
        }
    }
}
