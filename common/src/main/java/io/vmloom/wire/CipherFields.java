package io.vmloom.wire;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.SealedCipher;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Ciphers of members, their keys sealed. Tasks of plain images have no such field. */
final class CipherFields {
    private static final String NAME = "ciphers";

    private CipherFields() {}

    static void write(Map<Integer, SealedCipher> ciphers, ObjectNode map) {
        if (!ciphers.isEmpty()) {
            map.set(NAME, Fields.list(new TreeMap<>(ciphers).entrySet(), CipherFields::write));
        }
    }

    static Map<Integer, SealedCipher> read(Fields fields) {
        Map<Integer, SealedCipher> ciphers = new HashMap<>();
        if (fields.has(NAME)) {
            for (Map.Entry<Integer, SealedCipher> member :
                    fields.list(NAME, cipher -> Map.entry(cipher.integer("member"), cipher(cipher)))) {
                ciphers.put(member.getKey(), member.getValue());
            }
        }
        return ciphers;
    }

    private static ObjectNode write(Map.Entry<Integer, SealedCipher> member) {
        return write(member.getValue(), Fields.empty().put("member", member.getKey()));
    }

    static ObjectNode write(SealedCipher cipher, ObjectNode map) {
        return map.put("cipher", cipher.spec().toString())
                .put("sector", cipher.sectorBytes())
                .put("first", cipher.firstNumber())
                .put("key", Fields.copyOf(cipher.sealedKey()));
    }

    static SealedCipher cipher(Fields fields) {
        String name = fields.text("cipher");
        int sectorBytes = fields.integer("sector");
        if (!DiskCipher.isSector(sectorBytes)) {
            throw new IllegalArgumentException("sectors of " + sectorBytes + " bytes can not be");
        }
        return new SealedCipher(
                CipherSpec.named(name)
                        .orElseThrow(() -> new IllegalArgumentException("cipher '" + name + "' is not known")),
                sectorBytes,
                fields.number("first"),
                fields.buffer("key"));
    }
}
