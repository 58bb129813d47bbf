package io.vmloom.machine.vmx;

import io.vmloom.machine.Notebook;
import java.util.List;
import java.util.regex.Pattern;

/** Why a setting that the reader has no use for was left behind. */
final class VmxLeftovers {
    private record Rule(Pattern keys, String why) {
        Rule(String keys, String why) {
            this(Pattern.compile(keys), why);
        }
    }

    private static final List<Rule> OF_THE_SOURCE = List.of(
            new Rule("\\.encoding|config\\.version|virtualhw\\..*|deploymentplatform", "it describes the file itself"),
            new Rule("pcibridge\\d+\\..*|.*\\.pcislotnumber|vmci\\d+\\..*|hpet0\\..*", "VMware's own chipset"),
            new Rule(
                    "tools\\..*|toolscripts\\..*|.*powertype\\..*|softpoweroff|gui\\..*|isolation\\..*",
                    "VMware Tools and its windows"),
            new Rule(
                    "uuid\\.(location|action)|vc\\.uuid|viv\\..*|vm\\.createdate|vm\\.genid.*",
                    "VMware makes it anew for each copy"),
            new Rule(
                    "sched\\..*|numa\\..*|memallowautoscaledown|memtrimrate|mainmem\\..*|prefvmx\\..*|ethernet\\d+\\.shares",
                    "how the old host divided itself"),
            new Rule(
                    "hostcpuid\\..*|guestcpuid\\..*|usercpuid\\..*|evccompatibilitymode|monitor\\..*|featmask\\..*",
                    "the old host's processor"),
            new Rule(
                    "cleanshutdown|replay\\..*|snapshot\\..*|.*\\.redo|checkpoint\\..*|migrate\\..*|vmotion\\..*|ftcpt\\..*|vmxstats\\..*|log\\..*|logging|workingdir|extendedconfigfile|.*\\.generatedaddressoffset",
                    "a state that VMware keeps for itself"),
            new Rule(
                    "(.*\\.)?ctkenabled|disk\\.enableuuid|chipset\\..*|buslogic\\..*|svga\\..*|mks\\..*|.*\\.autodetect|.*\\.uptcompatibility|.*\\.checkmacaddress|.*\\.linkstatepropagation\\..*|.*\\.saswwid|.*\\.allowguestconnectioncontrol|.*\\.yieldonmsrread|.*\\.trynorxloss|.*\\.vspc|.*\\.wakeonpcktrcv|sharedfolder\\.maxnum|bios\\..*|guestosaltname|guestos\\.detailed\\.data",
                    "fine tuning of a VMware device"));

    private static final List<Rule> NO_COUNTERPART = List.of(
            new Rule("usb:\\d+\\..*|usb\\..*|ehci:.*", "single USB devices are not taken over"),
            new Rule(
                    "ethernet\\d+\\.(opaquenetwork|dvs|externalid|pvnid|vnet|features|filter\\d+).*",
                    "the network's manager gives it anew"),
            new Rule("mem\\.hotadd|memory\\.hotadd|vcpu\\.hotadd", "memory can not be added while the guest runs"),
            new Rule("rtc\\..*", "guests are given the host's time"),
            new Rule("smbios\\..*|.*serialnumber.*", "numbers of the board are not taken over"));

    private VmxLeftovers() {}

    static void note(VmxDictionary vmx, Notebook notes) {
        for (VmxEntry entry : vmx.left()) {
            if (VmxSecrets.holds(entry.name())) {
                notes.secret(entry.withoutValue(), "set it on the new host, if it is needed there");
                continue;
            }
            OF_THE_SOURCE.stream()
                    .filter(rule -> rule.keys().matcher(entry.name()).matches())
                    .findFirst()
                    .ifPresentOrElse(
                            rule -> notes.ofTheSource(entry.setting(), rule.why()),
                            () -> NO_COUNTERPART.stream()
                                    .filter(rule ->
                                            rule.keys().matcher(entry.name()).matches())
                                    .findFirst()
                                    .ifPresentOrElse(
                                            rule -> notes.noCounterpart(entry.setting(), rule.why()),
                                            () -> notes.unknown(entry.setting())));
        }
    }
}
