package io.vmloom.loadtest.example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a domain of libvirt says, as far as it matters until its first disk boots, in the words of QEMU. */
record QemuArguments(Element domain) {
    private static final int KIB_PER_MIB = 1024;

    static QemuArguments of(Path xml) throws IOException, ParserConfigurationException, SAXException {
        return new QemuArguments(DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(xml.toFile())
                .getDocumentElement());
    }

    List<String> all() {
        Element memory = elements("memory").findFirst().orElseThrow();
        if (!memory.getAttribute("unit").equals("KiB")) {
            throw new AssertionError("memory in " + memory.getAttribute("unit"));
        }
        List<String> words = new ArrayList<>(List.of(
                "-machine",
                elements("type").findFirst().orElseThrow().getAttribute("machine") + ",accel=tcg",
                "-smp",
                text("vcpu"),
                "-m",
                String.valueOf(Long.parseLong(memory.getTextContent()) / KIB_PER_MIB)));
        int number = 0;
        for (Element disk : elements("disk").toList()) {
            if (disk.getAttribute("device").equals("disk")) {
                add(words, disk, number++);
            }
        }
        return words;
    }

    private void add(List<String> words, Element disk, int number) {
        String id = "disk" + number;
        String file = child(disk, "source").getAttribute("file");
        words.add("-drive");
        words.add("if=none,id=" + id + ","
                + EmulatedPc.drive(Path.of(file), child(disk, "driver").getAttribute("type")));
        String bus = child(disk, "target").getAttribute("bus");
        String boot = ",drive=" + id + ",bootindex=" + (number + 1);
        switch (bus) {
            case "virtio" -> words.addAll(List.of("-device", "virtio-blk-pci" + boot));
            case "sata", "ide" -> words.addAll(List.of("-device", "ide-hd,bus=ide." + number + boot));
            case "scsi" -> {
                if (number == 0) {
                    words.addAll(List.of("-device", scsiController() + ",id=scsi"));
                }
                words.addAll(List.of("-device", "scsi-hd,bus=scsi.0" + boot));
            }
            default -> throw new AssertionError("no disk is started from the bus " + bus);
        }
    }

    private String scsiController() {
        String model = elements("controller")
                .filter(controller -> controller.getAttribute("type").equals("scsi"))
                .map(controller -> controller.getAttribute("model"))
                .findFirst()
                .orElseThrow();
        return switch (model) {
            case "lsilogic" -> "lsi53c895a";
            case "virtio-scsi" -> "virtio-scsi-pci";
            case "vmpvscsi" -> "pvscsi";
            default -> throw new AssertionError("no controller is called " + model);
        };
    }

    private String text(String name) {
        return elements(name).findFirst().orElseThrow().getTextContent();
    }

    private static Element child(Element of, String name) {
        return (Element) of.getElementsByTagName(name).item(0);
    }

    private Stream<Element> elements(String name) {
        NodeList found = domain.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }
}
