package io.vmloom.wire;

import io.vmloom.extent.Damage;
import io.vmloom.extent.Loss;
import io.vmloom.extent.Losses;
import io.vmloom.extent.OnDamage;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import tools.jackson.databind.node.ObjectNode;

/**
 * What becomes of damage, and what was lost by it. Fields that stand only where damage is not refused: who does not know
 * them refuses it.
 */
public final class DamageFields {
    private static final String POLICY = "damage";
    private static final String LOSSES = "losses";

    private DamageFields() {}

    public static void write(OnDamage policy, ObjectNode map) {
        if (policy != OnDamage.REFUSE) {
            map.put(POLICY, policy.name());
        }
    }

    public static OnDamage policy(Fields fields) {
        return fields.has(POLICY) ? fields.constant(POLICY, OnDamage.class) : OnDamage.REFUSE;
    }

    public static void write(Losses losses, ObjectNode map) {
        if (!losses.isEmpty()) {
            ObjectNode inner = Fields.empty().put("ranges", losses.ranges()).put("bytes", losses.lostBytes());
            inner.set("first", Fields.list(losses.first(), DamageFields::write));
            map.set(LOSSES, inner);
        }
    }

    public static Losses losses(Fields fields) {
        return fields.optionalFields(LOSSES)
                .map(inner -> new Losses(
                        inner.number("ranges"), inner.number("bytes"), inner.list("first", DamageFields::loss)))
                .orElse(Losses.NONE);
    }

    private static ObjectNode write(Loss loss) {
        return Fields.empty()
                .put("start", loss.start().bytes())
                .put("length", loss.lengthBytes())
                .put("file", loss.damage().file())
                .put("host", loss.damage().host().bytes())
                .put("reason", loss.damage().reason());
    }

    private static Loss loss(Fields fields) {
        return new Loss(
                new GuestOffset(fields.number("start")),
                fields.number("length"),
                new Damage(fields.text("file"), new HostOffset(fields.number("host")), fields.text("reason")));
    }
}
