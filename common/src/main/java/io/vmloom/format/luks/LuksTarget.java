package io.vmloom.format.luks;

import io.vmloom.cipher.luks.NewLuks;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;

/** Makes containers with one key slot. */
final class LuksTarget implements TargetFormat {
    @Override
    public TargetDesign design(TargetRequest request) {
        String seed = LuksFormat.NAME + '\n' + request.seed();
        return new LuksDesign(request.virtualBytes(), new NewLuks(LuksOptions.of(request), request.key(), seed));
    }
}
