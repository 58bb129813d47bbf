package io.vmloom.machine;

import java.util.Locale;
import java.util.Optional;

/**
 * What VirtualBox says of firmware and TPM, in the same words in its settings files and in the OVF descriptors that it
 * exports.
 *
 * @param firmware with the file of its variables as it is called on the host
 */
public record VboxFirmware(Firmware firmware, Optional<TpmVersion> tpm) {
    public static VboxFirmware read(ConfigNode hardware, Notebook notes) {
        Optional<ConfigNode> type = hardware.child("Firmware");
        Optional<ConfigNode> bios = hardware.child("BIOS");
        bios.ifPresent(node -> node.settle(
                "IOAPIC", "ACPI", "SmbiosUuidLittleEndian", "AutoSerialNumGen", "Logo", "BootMenu", "TimeOffset"));
        Optional<ConfigNode> variables = bios.flatMap(node -> node.child("NVRAM"));
        String nvram = variables.flatMap(node -> node.attribute("path")).orElse("");
        Optional<Boolean> secure = variables
                .flatMap(node -> node.child("SecureBoot"))
                .flatMap(node -> node.attribute("enabled"))
                .map("true"::equals);
        boolean uefi = type.flatMap(node -> node.attribute("type"))
                .filter(word -> word.toUpperCase(Locale.ROOT).startsWith("EFI"))
                .isPresent();
        if (uefi && secure.isEmpty()) {
            notes.changed(
                    type.orElseThrow().setting(),
                    "UEFI without Secure Boot",
                    "whether it is on is known only by the firmware's variables; turn it on if the guest had it");
        }
        return new VboxFirmware(
                uefi
                        ? new Firmware.Uefi(
                                secure.orElse(false) ? Firmware.SecureBoot.ON : Firmware.SecureBoot.OFF, nvram)
                        : new Firmware.Bios(nvram),
                hardware.child("TrustedPlatformModule")
                        .or(() -> bios.flatMap(node -> node.child("TrustedPlatformModule")))
                        .flatMap(node -> tpm(node.settle(), notes)));
    }

    private static Optional<TpmVersion> tpm(ConfigNode node, Notebook notes) {
        return switch (node.attribute("type").orElse("None")) {
            case "v1_2" -> Optional.of(TpmVersion.V1_2);
            case "v2_0" -> Optional.of(TpmVersion.V2_0);
            case "Host", "Swtpm" -> {
                notes.changed(node.setting(), "a TPM of its own", "the guest had one of its host's");
                yield Optional.of(TpmVersion.V2_0);
            }
            case "None" -> Optional.empty();
            default -> {
                notes.unknown(node.setting());
                yield Optional.empty();
            }
        };
    }
}
