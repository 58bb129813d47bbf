package io.vmloom.machine.ovf;

import io.vmloom.machine.ConfigFile;
import java.nio.charset.StandardCharsets;

/** Descriptors for tests. */
final class OvfTexts {
    private OvfTexts() {}

    static ConfigFile file(String text) {
        return new ConfigFile("m.ovf", text.getBytes(StandardCharsets.UTF_8));
    }

    /** One with these sections in the envelope, and this hardware. */
    static ConfigFile machine(String sections, String hardware) {
        return machine(sections, hardware, "");
    }

    /** One with this hardware, and VirtualBox's copy of its settings. */
    static ConfigFile exportedByVirtualBox(String hardware, String copy) {
        return machine("", hardware, copy);
    }

    private static ConfigFile machine(String sections, String hardware, String furtherSections) {
        return file("""
                <?xml version="1.0"?>
                <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
                    xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
                    xmlns:vmw="http://www.vmware.com/schema/ovf"
                    xmlns:vbox="http://www.virtualbox.org/ovf/machine">
                  %s
                  <VirtualSystem ovf:id="m">
                    <VirtualHardwareSection>
                      %s
                    </VirtualHardwareSection>
                    %s
                  </VirtualSystem>
                </Envelope>
                """.formatted(sections, hardware, furtherSections));
    }

    static String item(int instance, int type, String more) {
        return "<Item><rasd:InstanceID>" + instance + "</rasd:InstanceID><rasd:ResourceType>" + type
                + "</rasd:ResourceType>" + more + "</Item>";
    }

    static final String CPU = item(1, 3, "<rasd:VirtualQuantity>2</rasd:VirtualQuantity>");
    static final String MEMORY = item(
            2,
            4,
            "<rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:VirtualQuantity>512</rasd:VirtualQuantity>");
}
