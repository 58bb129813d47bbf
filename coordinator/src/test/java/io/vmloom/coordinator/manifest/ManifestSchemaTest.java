package io.vmloom.coordinator.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import io.vmloom.error.RequestException;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.Formats;
import io.vmloom.store.Location;
import io.vmloom.testing.Seeded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The schema is what the reader knows. */
class ManifestSchemaTest {
    private static final String HEAD = """
            apiVersion: vmloom.io/v1
            name: exit-2026
            clientToken: exit-7
            tenant: storage-team
            priority: 70
            deadline: 2026-09-30T02:00:00+02:00
            tags: {costCentre: 4711, wave: "2"}
            dryRun: true
            confirmationRequired: false
            limits: {maxConcurrentItems: 20, maxConcurrentRanges: 400, maxBandwidth: 200MiB}
            toleratedFailures: {count: 10, percent: 5}
            retry: {rangeAttempts: 3, itemAttempts: 2, backoff: 1s, maxBackoff: 2m}
            windows: [{days: "sat, sunday", from: "20:00", until: "06:00", zone: Europe/Berlin}]
            report: {uri: s3://images/reports/, formats: csv}
            webhooks: [{url: "https://hooks.example.org/v", secret: {secret: hook1}, events: batch.ended}]
            seed: [{from: disks/, to: s3://images/in/}]
            defaults:
              source: {format: raw}
              output: {format: qcow2, options: {compress: true, compression_level: 6}, object: {acl: private}}
              verify: full
              overwrite: true
            policy:
              allowedFormats: raw,qcow2
              maxVirtualSize: 16TiB
              maxExpansionRatio: 100
              maxChainDepth: 4
              maxKeyMemory: 1GiB
              maxKeyRounds: 1000000
              maxKeyWork: 8GiB
            """;
    private static final String INLINE = HEAD + """
            items:
              - name: web
                source:
                  uri: s3://images/in/web.raw
                  format: qcow2
                  snapshot: before
                  unpack: 1TiB
                  chain: [{uri: s3://images/in/base.raw, as: base, format: raw, key: {file: base.key}}]
                  key: {env: KEY}
                  salvage: true
                output:
                  uri: s3://images/out/web.qcow2
                  format: qcow2
                  options: {encrypt.format: luks}
                  key: {secret: web}
                  object:
                    storageClass: STANDARD_IA
                    encryption: {sse: aws:kms, keyId: k}
                    tags: {a: b}
                    contentType: application/x-qcow2
                    acl: private
                verify: none
                overwrite: false
              - source: {uris: [s3://images/a, b.raw]}
                output: {uri: out/b.raw, format: raw}
                overwrite: in-place
              - name: kvm
                kind: machine
                source: {uri: s3://images/in/web.vmx}
                output:
                  uri: s3://images/out/web/
                  format: qcow2
                  config: libvirt
                  disks: "{machine}-{number}.{format}"
                  configName: "{machine}.{extension}"
                  diskName: "/images/{stem}.{format}"
                rules: {bus: virtio, nic: e1000, networks: {"*": "bridge:br0"}}
              - name: package
                kind: machine
                source: {uri: s3://images/in/web.vmx}
                output: {uri: s3://images/out/web.ova, config: ova}
            """;
    private static final String LISTING = HEAD + """
            items: {listing: s3://images/in/, include: ["*.vmdk"], exclude: [x], output: "s3://images/out/{path}.qcow2"}
            """;
    private static final String OBJECT = HEAD + """
            items: {object: s3://images/l, format: jsonl, columns: {a: source.uri}, output: "s3://images/out/{file}.qcow2"}
            """;

    private static final JsonNode DOCUMENT = JsonMapper.shared().readTree(ManifestSchema.text());
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(ManifestSchema.text(), InputFormat.JSON);
    private static final String UNKNOWN = "zz";

    @Test
    void theSchemaItselfIsInOrder() {
        Schema ofSchemas =
                REGISTRY.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));

        assertThat(ofSchemas.validate(DOCUMENT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {INLINE, LISTING, OBJECT})
    void everyKeyThatTheReaderKnowsIsInTheSchemaAndNoOther(String example) {
        ObjectNode manifest = tree(example);
        assertThat(mistakes(manifest)).isEmpty();
        assertThat(SCHEMA.validate(manifest)).isEmpty();

        AtomicInteger compared = new AtomicInteger();
        compareKeys(manifest, manifest, DOCUMENT, compared);

        assertThat(compared).hasValueGreaterThan(12);
    }

    @Test
    void theFormatsAreThoseOfTheRegistry() {
        assertThat(names("sourceFormat"))
                .isEqualTo(Stream.of(formats(_ -> true), Set.of("auto", "vhd", "img"))
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet()));
        assertThat(names("targetFormat"))
                .containsAll(formats(format -> format.target().isPresent()))
                .allSatisfy(name -> assertThat(Formats.writable(name)).isNotNull());
    }

    @Seeded(100)
    void whatTheSchemaRefusesTheReaderRefusesToo(SplittableRandom random) {
        for (int manifests = 0; manifests < 50; manifests++) {
            ObjectNode manifest = tree(List.of(INLINE, LISTING, OBJECT).get(random.nextInt(3)));
            int changes = random.nextInt(1, 4);
            for (int change = 0; change < changes; change++) {
                mutate(random, manifest);
            }

            if (mistakes(manifest).isEmpty()) {
                assertThat(SCHEMA.validate(manifest)).as("%s", manifest).isEmpty();
                assertThat(SCHEMA.validate(texts(manifest))).as("%s", manifest).isEmpty();
            }
        }
    }

    @Test
    void theSchemaRefusesMuchOfWhatTheReaderRefuses() {
        List<String> refused = List.of(
                "priority: 100",
                "priority: high",
                "deadline: tomorrow",
                "tenant: a/b",
                "dryRun: maybe",
                "limits: {maxConcurrentItems: 0}",
                "limits: {maxBandwidth: fast}",
                "toleratedFailures: {percent: 101}",
                "retry: {backoff: soon}",
                "windows: [{from: '20:00'}]",
                "windows: [{from: 8pm, until: '06:00'}]",
                "report: {uri: reports/}",
                "report: {uri: 's3://b/r', formats: xml}",
                "webhooks: [{url: 'http://a/'}]",
                "webhooks: [{url: 'https://a/', secret: {file: a, env: b}}]",
                "defaults: {output: {options: {compress: on}}}",
                "defaults: {output: {format: qcow3}}",
                "policy: {maxChainDepth: 0}",
                "items: []",
                "items: {listing: in/}",
                "items: {listing: in/, object: o, output: 'o/{path}'}",
                "items: [{source: {uri: a}}]",
                "items: [{source: {uri: a, uris: [b]}, output: {uri: b}}]",
                "items: [{source: {uri: a, format: vhs}, output: {uri: b}}]",
                "items: [{source: {uri: a}, output: {uri: b}, verify: maybe}]",
                "items: [{kind: vm, source: {uri: a}, output: {uri: b, config: xen}}]",
                "items: [{kind: machine, source: {uri: a}, output: {uri: b, config: hyperv}}]",
                "items: [{kind: machine, source: {uri: a}, output: {uri: b}}]",
                "items: [{kind: machine, source: {uri: a}, output: {uri: b, config: xen}, rules: {bus: floppy}}]",
                "items: [{kind: machine, source: {uri: a}, output: {uri: b, config: xen}, rules: {nic: wifi}}]",
                "items: [{source: {uri: a}, output: {uri: 's3://b/b.raw', object: {storageClass: GLACIER}}}]",
                "items: [{source: {uri: a}, output: {uri: 's3://b/b.raw', object: {encryption: {sse: mine}}}}]");

        assertThat(refused).allSatisfy(line -> {
            ObjectNode manifest = tree(INLINE);
            manifest.setAll(tree(line));
            assertThat(SCHEMA.validate(manifest)).isNotEmpty();
            assertThat(mistakes(manifest)).isNotEmpty();
        });
    }

    /** Puts a key that means nothing into each mapping and hears which ones the reader knows there. */
    private static void compareKeys(ObjectNode manifest, JsonNode here, JsonNode schema, AtomicInteger compared) {
        JsonNode meant =
                schema.has("$ref") ? DOCUMENT.at(schema.get("$ref").asString().substring(1)) : schema;
        if (here instanceof ArrayNode array) {
            array.forEach(item -> compareKeys(manifest, item, meant.get("items"), compared));
        }
        if (!(here instanceof ObjectNode mapping)
                || !meant.path("additionalProperties").isBoolean()) {
            return;
        }
        mapping.put(UNKNOWN, 1);
        assertThat(SCHEMA.validate(manifest)).isNotEmpty();
        assertThat(mistakes(manifest))
                .singleElement()
                .satisfies(mistake -> assertThat(knownKeys(mistake)).isEqualTo(properties(mapping, meant)));
        mapping.remove(UNKNOWN);
        compared.incrementAndGet();
        for (String key : mapping.propertyNames()) {
            compareKeys(manifest, mapping.get(key), meant.get("properties").get(key), compared);
        }
    }

    private static Set<String> knownKeys(RequestException mistake) {
        String message = String.valueOf(mistake.getMessage());
        assertThat(message).contains("unknown key '" + UNKNOWN + "'");
        return new TreeSet<>(List.of(
                message.substring(message.indexOf("known keys are ") + 15).split(", ", -1)));
    }

    /** Without those that another key forbids. */
    private static Set<String> properties(ObjectNode mapping, JsonNode schema) {
        Set<String> names = new TreeSet<>(schema.get("properties").propertyNames());
        for (String key : mapping.propertyNames()) {
            schema.path("dependentSchemas")
                    .path(key)
                    .path("properties")
                    .propertyStream()
                    .filter(property -> !property.getValue().asBoolean(true))
                    .forEach(property -> names.remove(property.getKey()));
        }
        return names;
    }

    private static void mutate(SplittableRandom random, ObjectNode manifest) {
        List<JsonNode> containers = new ArrayList<>();
        collect(manifest, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ArrayNode array) {
            switch (random.nextInt(4)) {
                case 0 -> array.removeAll();
                case 1 -> array.add(value(random));
                case 2 -> array.remove(0);
                default -> array.addAll(array.deepCopy());
            }
        } else if (container instanceof ObjectNode mapping) {
            List<String> keys = new ArrayList<>(mapping.propertyNames());
            String key = keys.isEmpty() ? "uri" : keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(5)) {
                case 0 -> mapping.remove(key);
                case 1 -> mapping.set(KEYS[random.nextInt(KEYS.length)], value(random));
                default -> mapping.set(key, value(random));
            }
        }
    }

    private static final String[] KEYS = {
        "uri",
        "uris",
        "member",
        "format",
        "key",
        "file",
        "name",
        "options",
        "listing",
        "object",
        "include",
        "output",
        "columns",
        "snapshot",
        "verify",
        "overwrite",
        "days",
        "tags",
        "kind",
        "rules",
        "config",
        "disks",
        "bus",
        "networks",
        "zz"
    };

    private static final String[] VALUES = """
            0|1|2|50|99|100|-1|"+5"|"007"|1.5|1e3|true|false|"true"|"false"|"on"|"50"|"-0"|""|" "|"a"|"a b"|"A-1"|"auto"|"raw"|"QCOW2"
            "vhd"|"img"|"vmdk"|"dmg"|"zip"|"nonsense"|"none"|"digest"|"full"|"FULL"|"in-place"|"s3://b/k"|"s3://b"|"s3://b/"
            "s3://b/{path}.qcow2"|"{file}"|"{ext}"|"http://x/y"|"https://x/y"|"https://u:p@x/"|"file:///a"|"ftp://a/b"|"out.qcow2"
            "64k"|"1 GiB"|"10TB"|"12E"|"16E"|" 7 "|"5Q"|"90s"|"5m"|"1h30m"|"1.5s"|"250ms"|"-3s"|"soon"|"12:00"|"12:00:30"|"24:00"
            "sat"|"mon, TUES"|"never"|"UTC"|"+02:00"|"2026-09-30T00:00:00Z"|"2026-09-30T00:00+02:00"|"2026-09-30"|"jsonl"|"csv"
            "csv,jsonl"|"csv, jsonl "|"batch.ended"|"item.failed, batch.ended"|"raw,vhd"|"raw,"|"*.vmdk"|"[a"|[]|{}|["a"]|[1,"s3://b/k"]
            {"file":"k"}|{"env":"K"}|{"secret":"s"}|{"file":"k","env":"K"}|{"uri":"s3://b/k"}|{"uri":"s3://b/o.vmdk"}|[{"uri":"c.raw"}]
            {"format":"raw"}|{"format":"vmdk","options":{}}|{"a":"b"}|[{"source":{"uri":"a"},"output":{"uri":"b.raw"}}]
            {"listing":"s3://b/p/","output":"s3://c/{path}"}|{"object":"s3://b/p.csv"}|{"count":1}|{"from":"08:00","until":"09:00"}
            "machine"|"disk"|"libvirt"|"xen"|"virtio"|"e1000"|{"bus":"sata"}|{"*":"nat"}|{"a":"wire"}
            [{"from":"08:00","until":"09:00","days":"mon"}]|[{"url":"https://a.example/"}]|[{"from":"a","to":"s3://b/k"}]
            """.strip().split("[|\n]", -1);

    private static JsonNode value(SplittableRandom random) {
        return JsonMapper.shared().readTree(VALUES[random.nextInt(VALUES.length)]);
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.forEach(inner -> collect(inner, containers));
        }
    }

    /** As a program sees it to which all scalars are texts. */
    private static JsonNode texts(JsonNode node) {
        return switch (node) {
            case ObjectNode mapping -> {
                ObjectNode copy = JsonMapper.shared().createObjectNode();
                mapping.propertyStream().forEach(entry -> copy.set(entry.getKey(), texts(entry.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonMapper.shared().createArrayNode();
                array.forEach(item -> copy.add(texts(item)));
                yield copy;
            }
            case JsonNode scalar -> StringNode.valueOf(scalar.asString());
        };
    }

    private static Set<String> names(String definition) {
        return DOCUMENT.get("$defs")
                .get(definition)
                .get("anyOf")
                .get(0)
                .get("enum")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }

    private static Set<String> formats(Predicate<DiskFormat> which) {
        return Formats.all().stream().filter(which).map(DiskFormat::name).collect(Collectors.toSet());
    }

    private static ObjectNode tree(String yaml) {
        return (ObjectNode) new YAMLMapper().readTree(yaml);
    }

    /** With paths, as 'vmloom run' takes them, but lists from anywhere. */
    private static List<RequestException> mistakes(ObjectNode manifest) {
        return ManifestReader.mistakes("m", manifest.toString().getBytes(UTF_8), Path.of("/batches"), new ItemLists() {
            @Override
            public byte[] read(Location document, int maxBytes) {
                String items = document.toString().endsWith("csv")
                        ? "source.uri,output.uri\na,b.raw\n"
                        : "{\"source\":{\"uri\":\"a.raw\"}}";
                return items.getBytes(UTF_8);
            }

            @Override
            public List<Location> list(Location prefix, int most) {
                return IntStream.range(0, 2)
                        .mapToObj(number -> Location.parse(prefix + "/web" + number + ".vmdk", Path.of("/")))
                        .toList();
            }
        });
    }
}
