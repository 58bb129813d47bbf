package io.vmloom.machine.ovf;

import io.vmloom.machine.SoundModel;

/** Sound cards as VMware and VirtualBox call them. */
final class SoundWords {
    private SoundWords() {}

    static SoundModel read(String word) {
        return switch (word) {
            case "ensoniq1371", "es1371" -> SoundModel.ES1371;
            case "es1370" -> SoundModel.ES1370;
            case "hdaudio", "hda" -> SoundModel.HDA;
            case "sb16" -> SoundModel.SB16;
            case "ac97" -> SoundModel.AC97;
            default -> SoundModel.UNSPECIFIED;
        };
    }

    static String of(SoundModel model) {
        return switch (model) {
            case ES1371 -> "ensoniq1371";
            case ES1370 -> "es1370";
            case HDA -> "hdaudio";
            case SB16 -> "sb16";
            case AC97 -> "ac97";
            case UNSPECIFIED -> "";
        };
    }
}
