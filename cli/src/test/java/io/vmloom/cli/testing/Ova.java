package io.vmloom.cli.testing;

import io.vmloom.testing.TarFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A package that is put together for a test: a descriptor, disks, and the manifest. */
public final class Ova {
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final StringBuilder references = new StringBuilder();
    private final StringBuilder disks = new StringBuilder();
    private final StringBuilder items = new StringBuilder();
    private int count;

    /** Adds a disk as one file. */
    public Ova disk(String name, byte[] content) {
        files.put(name, content);
        return refer(name, content.length, "");
    }

    /** Adds a disk that is compressed by gzip. */
    public Ova gzipped(String name, byte[] content) {
        files.put(name, content);
        return refer(name, content.length, " ovf:compression=\"gzip\"");
    }

    /** Adds a disk that is cut into pieces. */
    public Ova chunked(String name, byte[] content, int chunkBytes, String more) {
        int number = 0;
        for (int at = 0; at < content.length; at += chunkBytes) {
            files.put(
                    String.format("%s.%09d", name, number++),
                    Arrays.copyOfRange(content, at, Math.min(content.length, at + chunkBytes)));
        }
        return refer(name, content.length, " ovf:chunkSize=\"" + chunkBytes + "\"" + more);
    }

    /** Adds a file that the descriptor does not tell of. */
    public Ova file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    /** All files, by their names. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("web.ovf", descriptor());
        all.put("web.mf", new byte[0]);
        all.putAll(files);
        StringBuilder manifest = new StringBuilder();
        all.forEach((name, content) -> {
            if (!name.endsWith(".mf")) {
                manifest.append("SHA256(" + name + ")= " + sha256(content) + "\n");
            }
        });
        all.put("web.mf", manifest.toString().getBytes(StandardCharsets.UTF_8));
        return all;
    }

    /** The archive. */
    public Path write(Path file) throws IOException {
        return Files.write(file, TarFiles.of(files()));
    }

    /** The files beside each other; the descriptor's path. */
    public Path writeInto(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return directory.resolve("web.ovf");
    }

    private Ova refer(String name, long sizeBytes, String more) {
        count++;
        references.append(
                "<File ovf:href=\"%s\" ovf:id=\"f%d\" ovf:size=\"%d\"%s/>".formatted(name, count, sizeBytes, more));
        disks.append(
                "<Disk ovf:capacity=\"1\" ovf:capacityAllocationUnits=\"byte * 2^30\" ovf:diskId=\"d%d\" ovf:fileRef=\"f%d\"/>"
                        .formatted(count, count));
        items.append("""
                <Item><rasd:InstanceID>%d</rasd:InstanceID><rasd:ResourceType>17</rasd:ResourceType>
                <rasd:HostResource>ovf:/disk/d%d</rasd:HostResource><rasd:Parent>3</rasd:Parent>
                <rasd:AddressOnParent>%d</rasd:AddressOnParent></Item>
                """.formatted(10 + count, count, count));
        return this;
    }

    private byte[] descriptor() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
                    xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData">
                  <References>%s</References>
                  <DiskSection><Info/>%s</DiskSection>
                  <VirtualSystem ovf:id="web">
                    <Info/><Name>web</Name>
                    <VirtualHardwareSection><Info/>
                      <Item><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType>
                        <rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>
                      <Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:InstanceID>2</rasd:InstanceID>
                        <rasd:ResourceType>4</rasd:ResourceType><rasd:VirtualQuantity>1024</rasd:VirtualQuantity></Item>
                      <Item><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceSubType>lsilogic</rasd:ResourceSubType>
                        <rasd:ResourceType>6</rasd:ResourceType></Item>
                      %s
                    </VirtualHardwareSection>
                  </VirtualSystem>
                </Envelope>
                """.formatted(references, disks, items).getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
