package io.vmloom.machine.libvirt;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What libosinfo calls the guests that VMware has words for. */
final class LibvirtGuests {
    private static final Map<String, String> OF_VMWARE = Map.ofEntries(
            Map.entry("winxppro", "http://microsoft.com/win/xp"),
            Map.entry("winnetstandard", "http://microsoft.com/win/2k3"),
            Map.entry("winnetenterprise", "http://microsoft.com/win/2k3"),
            Map.entry("longhorn", "http://microsoft.com/win/2k8"),
            Map.entry("windows7", "http://microsoft.com/win/7"),
            Map.entry("windows7srv", "http://microsoft.com/win/2k8r2"),
            Map.entry("windows8", "http://microsoft.com/win/8"),
            Map.entry("windows8srv", "http://microsoft.com/win/2k12"),
            Map.entry("windows9", "http://microsoft.com/win/10"),
            Map.entry("windows9srv", "http://microsoft.com/win/2k16"),
            Map.entry("windows11", "http://microsoft.com/win/11"),
            Map.entry("windows2019srv", "http://microsoft.com/win/2k19"),
            Map.entry("windows2019srvnext", "http://microsoft.com/win/2k22"),
            Map.entry("rhel5", "http://redhat.com/rhel/5.0"),
            Map.entry("rhel6", "http://redhat.com/rhel/6.0"),
            Map.entry("rhel7", "http://redhat.com/rhel/7.0"),
            Map.entry("rhel8", "http://redhat.com/rhel/8.0"),
            Map.entry("rhel9", "http://redhat.com/rhel/9.0"),
            Map.entry("centos6", "http://centos.org/centos/6.0"),
            Map.entry("centos7", "http://centos.org/centos/7.0"),
            Map.entry("debian9", "http://debian.org/debian/9"),
            Map.entry("debian10", "http://debian.org/debian/10"),
            Map.entry("debian11", "http://debian.org/debian/11"),
            Map.entry("debian12", "http://debian.org/debian/12"),
            Map.entry("sles11", "http://suse.com/sles/11"),
            Map.entry("sles12", "http://suse.com/sles/12"),
            Map.entry("sles15", "http://suse.com/sles/15"));

    private LibvirtGuests() {}

    static Optional<String> ofVmware(String id) {
        String word = id.toLowerCase(Locale.ROOT);
        String name = word.endsWith("-64") ? word.substring(0, word.length() - 3) : word;
        return Optional.ofNullable(OF_VMWARE.get(name.startsWith("arm-") ? name.substring(4) : name));
    }
}
