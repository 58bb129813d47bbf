package io.vmloom.machine.ovf;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.Setting;
import io.vmloom.machine.XmlText;

/** The section that says which operating system is in the guest. */
final class GuestElement {
    /** CIM's number for what is not known. */
    private static final String OTHER = "1";

    private GuestElement() {}

    static void write(XmlText xml, GuestOs guest, Notebook notes) {
        String number = Integer.toString(CimGuests.usual(guest));
        switch (guest.vocabulary()) {
            case VMWARE -> section(xml, number, "vmw:osType", VimGuests.id(guest.id()));
            case CIM -> section(xml, guest.id());
            case VIRTUALBOX -> {
                xml.open("OperatingSystemSection", "ovf:id", number)
                        .leaf("Info", "The guest's operating system")
                        .leaf("vbox:OSType", guest.id(), "ovf:required", "false")
                        .close("OperatingSystemSection");
            }
            case NONE -> byFamily(xml, guest, guest.family() == OsFamily.OTHER ? OTHER : number, notes);
            case LIBOSINFO, PARALLELS -> {
                notes.changed(
                        Setting.of("guest", guest.id()),
                        "operating system " + number + " of CIM",
                        "OVF has numbers for operating systems, and this one is for the family");
                byFamily(xml, guest, number, notes);
            }
        }
    }

    private static void byFamily(XmlText xml, GuestOs guest, String number, Notebook notes) {
        Architecture told = CimGuests.read(number).architecture();
        if (told != guest.architecture()) {
            notes.changed(
                    Setting.of("architecture", guest.architecture()),
                    told,
                    "it is what operating system " + number + " of CIM runs on");
        }
        section(xml, number);
    }

    private static void section(XmlText xml, String number, String... attributes) {
        String[] all = new String[attributes.length + 2];
        all[0] = "ovf:id";
        all[1] = number;
        System.arraycopy(attributes, 0, all, 2, attributes.length);
        xml.open("OperatingSystemSection", all)
                .leaf("Info", "The guest's operating system")
                .close("OperatingSystemSection");
    }
}
