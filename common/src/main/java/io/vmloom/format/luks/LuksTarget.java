package io.vmloom.format.luks;

import io.vmloom.cipher.luks.LuksParameters;
import io.vmloom.cipher.luks.NewLuks;
import io.vmloom.format.LuksOptions;
import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;

/** Makes containers with one key slot. */
final class LuksTarget implements TargetFormat {
    private static final String VERSION = "version";

    @Override
    public TargetDesign design(TargetRequest request) {
        LuksOptions options = new LuksOptions(new TargetOptions(request, LuksFormat.NAME), "").requireKnown(VERSION);
        LuksParameters parameters =
                options.choice(VERSION, "1", "2").equals("1") ? options.version1() : options.version2();
        String seed = LuksFormat.NAME + '\n' + request.seed();
        return new LuksDesign(request.virtualBytes(), new NewLuks(parameters, request.key(), seed));
    }
}
