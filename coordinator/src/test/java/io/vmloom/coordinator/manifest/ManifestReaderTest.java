package io.vmloom.coordinator.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.cipher.SecretRef;
import io.vmloom.cipher.luks.KdfLimits;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.RequestException;
import io.vmloom.extent.OnDamage;
import io.vmloom.format.ImagePolicy;
import io.vmloom.store.Companion;
import io.vmloom.store.Companions;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ServerEncryption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {
    private static final Path BASE = Path.of("/batches/today");

    private static final String WHOLE = """
            apiVersion: vmloom.io/v1
            name: exit-2026
            seed:
              - {from: disks/, to: s3://images/in/}
            defaults:
              source: {format: raw}
              output:
                format: qcow2
                options: {compress: on, cluster_size: 64k, compression_level: 6}
              verify: full
              overwrite: true
            items:
              - source: {uri: s3://images/in/web.raw}
                output: {uri: s3://images/out/web.qcow2}
              - name: db
                source: {uri: ../db.vmdk, format: auto}
                output: {uri: out/db.vmdk, format: vmdk, options: {subformat: streamOptimized}}
                verify: none
                overwrite: false
              - source: {uri: old.qcow2, format: qcow2, snapshot: before}
                output: {uri: /srv/new.qcow2, options: {}}
            """;

    @Test
    void defaultsApplyWhereAnItemSaysNothing() {
        Manifest manifest = read(WHOLE);

        assertThat(manifest.name()).isEqualTo("exit-2026");
        assertThat(manifest.items().getFirst())
                .isEqualTo(new ManifestItem(
                        "web.qcow2",
                        Sources.of(new Location.InBucket("images", "in/web.raw")),
                        "raw",
                        "",
                        Trust.DEFAULT,
                        new Location.InBucket("images", "out/web.qcow2"),
                        "qcow2",
                        Map.of("compress", "on", "cluster_size", "64k", "compression_level", "6"),
                        Optional.empty(),
                        VerifyLevel.FULL,
                        OverwritePolicy.REPLACE,
                        ObjectProperties.NONE,
                        ItemKind.DISK));
    }

    @Test
    void anItemsOwnValuesWinAndDefaultOptionsOfAnotherFormatAreNotApplied() {
        ManifestItem db = read(WHOLE).items().get(1);

        assertThat(db.sourceFormat()).isEqualTo("auto");
        assertThat(db.options()).containsExactly(Map.entry("subformat", "streamOptimized"));
        assertThat(db.verify()).isEqualTo(VerifyLevel.NONE);
        assertThat(db.overwrite()).isEqualTo(OverwritePolicy.KEEP);
    }

    @Test
    void severalSourcesAreOneDiskAndHaveNoSnapshot() {
        String batch = """
                apiVersion: vmloom.io/v1
                name: split
                items:
                  - source: {%s}
                    output: {uri: s3://images/out/web.qcow2}
                """;

        assertThat(read(batch.formatted("uris: [s3://images/web.001, s3://images/web.002]"))
                        .items()
                        .getFirst()
                        .source())
                .isEqualTo(new Sources(List.of(
                        new Location.InBucket("images", "web.001"), new Location.InBucket("images", "web.002"))));
        assertThatThrownBy(() -> read(batch.formatted("uris: [s3://i/a, s3://i/b], uri: s3://i/a")))
                .hasMessageContaining("can not stand together");
        assertThatThrownBy(() -> read(batch.formatted("uris: [s3://i/a, s3://i/b], snapshot: x")))
                .hasMessageContaining("items[0].source.snapshot: a snapshot can be read of one source");
        assertThatThrownBy(() -> read(batch.formatted("uris: [s3://i/a, ftp://i/b]")))
                .hasMessageContaining("items[0].source.uris[1]: 'ftp://i/b' has a scheme that is not known");
        assertThatThrownBy(() -> read(batch.formatted("uris: []"))).hasMessageContaining("has no 'uri'");
        assertThatThrownBy(() -> read(batch.formatted("uris: [s3://i/a, s3://images/out/web.qcow2]")))
                .hasMessageContaining("which this batch writes");
    }

    @Test
    void aSourceMayBeADiskInsideAnArchive() {
        String batch = """
                apiVersion: vmloom.io/v1
                name: exit
                items:
                  - source: {%s}
                    output: {uri: s3://images/out/web.qcow2}
                """;

        assertThat(read(batch.formatted("uri: s3://images/web.ova, member: disk1.vmdk"))
                        .items()
                        .getFirst()
                        .source())
                .isEqualTo(Sources.member(new Location.InBucket("images", "web.ova"), "disk1.vmdk"));
        assertThatThrownBy(() -> read(batch.formatted("uris: [s3://i/a, s3://i/b], member: x")))
                .hasMessageContaining(
                        "items[0].source.member is of one archive, and can not stand with items[0].source.uris");
    }

    @Test
    void propertiesAreOfObjectsOnlyAndAnItemsOwnReplaceTheDefaultsAsAWhole() {
        List<ManifestItem> items = read("""
                apiVersion: vmloom.io/v1
                name: exit
                defaults: {output: {object: {storageClass: STANDARD_IA, tags: {wave: 2}}}}
                items:
                  - {source: {uri: a}, output: {uri: s3://images/a.raw}}
                  - source: {uri: b}
                    output: {uri: s3://images/b.raw, object: {encryption: {sse: aws:kms, keyId: k1}}}
                  - {source: {uri: c}, output: {uri: c.raw}}
                """).items();

        assertThat(items.get(0).properties().storageClass()).contains("STANDARD_IA");
        assertThat(items.get(0).properties().tags()).containsExactly(Map.entry("wave", "2"));
        assertThat(items.get(1).properties().storageClass()).isEmpty();
        assertThat(items.get(1).properties().encryption())
                .isEqualTo(new ServerEncryption.ManagedKey(Optional.of("k1")));
        assertThat(items.get(2).properties()).isEqualTo(ObjectProperties.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3://i/a.raw | {encryption: {sse: C}} | output.object.encryption.sse: must be AES256 or aws:kms (keys of",
                "s3://i/a.raw | {encryption: {sse: AES256, keyId: k}} | leave keyId out",
                "s3://i/a.raw | {storageClass: GLACIER} | output.object.storageClass must be one that can be read at once",
                "s3://i/a.raw | {acl: everybody} | output.object.acl must be one of",
                "s3://i/a.raw | {contentType: disk} | output.object.contentType must be a media type",
                "s3://i/a.raw | {colour: red} | unknown key 'colour' in items[0].output.object",
                "/a.raw | {acl: private} | output.object is for objects, and /a.raw is a file"
            })
    void wrongPropertiesAreRefused(String target, String object, String complaint) {
        assertThatThrownBy(() -> read("""
                        apiVersion: vmloom.io/v1
                        name: exit
                        items:
                          - {source: {uri: a}, output: {uri: %s, object: %s}}
                        """.formatted(target, object)))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void emptyOptionsReplaceThoseOfTheDefaults() {
        ManifestItem old = read(WHOLE).items().get(2);

        assertThat(old.options()).isEmpty();
        assertThat(old.snapshot()).isEqualTo("before");
    }

    @Test
    void relativePathsAreRelativeToTheManifest() {
        Manifest manifest = read(WHOLE);

        assertThat(manifest.items().get(1).source())
                .isEqualTo(Sources.of(new Location.OnDisk(Path.of("/batches/db.vmdk"))));
        assertThat(manifest.items().get(1).target())
                .isEqualTo(new Location.OnDisk(Path.of("/batches/today/out/db.vmdk")));
        assertThat(manifest.seeds())
                .containsExactly(new Seed(Path.of("/batches/today/disks"), new Location.InBucket("images", "in/")));
    }

    @Test
    void theFilesOfAChainAndThePolicyAreWhatAnImageIsAllowed() {
        Trust trust = read("""
                        apiVersion: vmloom.io/v1
                        name: chains
                        policy: {allowedFormats: "qcow2, vhd", maxVirtualSize: 2TiB, maxExpansionRatio: 50, maxChainDepth: 3,
                                 maxKeyMemory: 2GiB, maxKeyRounds: 7, maxKeyWork: 1MiB}
                        items:
                          - source:
                              uri: s3://images/top.qcow2
                              chain:
                                - {uri: "s3://images/base.qcow2"}
                                - {uri: "s3://images/old/x", as: /srv/golden.raw, format: raw, key: {secret: golden}}
                            output: {uri: "s3://images/out.raw"}
                        """).items().getFirst().trust();

        assertThat(trust.policy())
                .isEqualTo(
                        new ImagePolicy(Set.of("qcow2", "vpc"), 2L << 40, 50, 3, new KdfLimits(2L << 30, 7, 1 << 20)));
        assertThat(trust.companions())
                .isEqualTo(new Companions(
                        List.of(
                                Companion.of(new Location.InBucket("images", "base.qcow2")),
                                new Companion(new Location.InBucket("images", "old/x"), "/srv/golden.raw", "raw")),
                        Companions.Others.REFUSED));
        assertThat(trust.otherKeys())
                .isEqualTo(Map.of(new Location.InBucket("images", "old/x"), new SecretRef.Named("golden")));
    }

    @Test
    void damagedSourcesAreRefusedUnlessTheyAreToBeSalvaged() {
        String manifest = """
                        apiVersion: vmloom.io/v1
                        name: damaged
                        items:
                          - source: {uri: "s3://images/a.vmdk", salvage: true}
                            output: {uri: "s3://images/a.raw"}
                          - source: {uri: "s3://images/b.vmdk"}
                            output: {uri: "s3://images/b.raw"}
                        """;

        assertThat(read(manifest).items())
                .extracting(item -> item.trust().onDamage())
                .containsExactly(OnDamage.ZEROS, OnDamage.REFUSE);
        assertThatThrownBy(() -> read(manifest.replace("true", "maybe")))
                .hasMessageContaining("items[0].source.salvage: must be true or false, got: 'maybe'");
    }

    @Test
    void aFileOfAChainMustNotBeWrittenByTheSameBatch() {
        assertThatThrownBy(() -> read("""
                        apiVersion: vmloom.io/v1
                        name: chains
                        items:
                          - source: {uri: "s3://images/a.raw"}
                            output: {uri: "s3://images/base.qcow2"}
                          - source: {uri: "s3://images/top.qcow2", chain: [{uri: "s3://images/base.qcow2"}]}
                            output: {uri: "s3://images/out.raw"}
                        """))
                .hasMessageContaining("reads s3://images/base.qcow2, which this batch writes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {file: keys/web}  | file:/batches/today/keys/web
            {file: /etc/key}  | file:/etc/key
            {env: WEB_KEY}    | env:WEB_KEY
            {secret: web}     | secret:web
            """)
    void aKeyIsNamedByWhereItIs(String key, String reference) {
        assertThat(read(withKey(key)).items().getFirst().trust().key()).hasToString("Optional[" + reference + "]");
    }

    @Test
    void aTargetsKeyIsNamedInTheSameWay() {
        assertThat(read(withTarget("{uri: out/web.luks, key: {file: keys/web}}"))
                        .items()
                        .getFirst()
                        .targetKey())
                .hasToString("Optional[file:/batches/today/keys/web]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {uri: out/web.luks}                         | to be encrypted, and no key was given; say where the key is
            {uri: out/web.raw, key: {env: KEY}}         | a key was given, but nothing would be encrypted
            {uri: out/web.luks, key: {passphrase: abc}} | unknown key 'passphrase'
            """)
    void aTargetHasAKeyIfItIsEncryptedAndOnlyThen(String target, String problem) {
        assertThatThrownBy(() -> read(withTarget(target)))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("abc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                    | a key must be one of {file: PATH}, {env: NAME} and {secret: NAME}
            {file: a, env: B}     | a key must be one of
            {passphrase: sesame}  | unknown key 'passphrase'
            sesame                | must be keys with values
            """)
    void aKeyThatIsNoReferenceIsRefused(String key, String problem) {
        assertThatThrownBy(() -> read(withKey(key)))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void whoComesFromElsewhereMayNameSecretsOnly() {
        byte[] named = withKey("{secret: web}").getBytes(UTF_8);
        assertThat(ManifestReader.readRemote("batch", named, _ -> new FileLists())
                        .items())
                .hasSize(1);

        for (String key : List.of("{file: /etc/shadow}", "{env: AWS_SECRET_ACCESS_KEY}")) {
            byte[] forbidden = withKey(key).getBytes(UTF_8);
            assertThatThrownBy(() -> ManifestReader.readRemote("batch", forbidden, _ -> new FileLists()))
                    .isInstanceOf(RequestException.class)
                    .hasMessageContaining("can not be named from elsewhere");
        }
    }

    private static String withTarget(String target) {
        return """
                apiVersion: vmloom.io/v1
                name: locked
                items:
                  - source: {uri: "s3://in/web.qcow2"}
                    output: %s
                """.formatted(target);
    }

    private static String withKey(String key) {
        return """
                apiVersion: vmloom.io/v1
                name: locked
                items:
                  - source: {uri: "s3://in/web.luks", key: %s}
                    output: {uri: "s3://out/web.qcow2"}
                """.formatted(key);
    }

    @Test
    void itemsAreNumberedInTheBatch() {
        Batch batch = read(WHOLE).batch("b00-X");

        assertThat(batch.items()).extracting(item -> item.id()).containsExactly("b00-X-0", "b00-X-1", "b00-X-2");
        assertThat(batch.items()).extracting(item -> item.name()).containsExactly("web.qcow2", "db", "new.qcow2");
    }

    @Test
    void jsonIsReadToo() {
        Manifest manifest = read("""
                {"apiVersion": "vmloom.io/v1", "name": "j", "items": [
                  {"source": {"uri": "a.raw"}, "output": {"uri": "a.qcow2", "options": {"compress": true}}}]}
                """);

        assertThat(manifest.items().getFirst().options()).containsExactly(Map.entry("compress", "true"));
    }

    @Test
    void tenThousandItemsAreRead() {
        StringBuilder text = new StringBuilder("apiVersion: vmloom.io/v1\nname: many\nitems:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  - source: {uri: \"s3://exit/source-of-a-long-name-")
                    .append(i)
                    .append(".vmdk\"}\n");
            text.append("    output: {uri: \"s3://exit/target-of-a-long-name-")
                    .append(i)
                    .append(".qcow2\"}\n");
        }

        assertThat(read(text.toString()).items()).hasSize(10_000);
    }

    /** A change to the whole manifest, where the error is, and what it says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    apiVersion: vmloom.io/v1 | apiVersion: vmloom.io/v2   | 1:13 | apiVersion must be vmloom.io/v1
                    name: exit-2026          | title: exit-2026           | 1:1  | the manifest has no 'name'
                    name: exit-2026          | name: exit 2026            | 2:7  | name: must be letters, digits
                    verify: full             | verify: partly             | 10:11 | verify level 'partly' is not known; choose one of none, digest, full
                    overwrite: true          | overwrite: maybe           | 11:14 | must be true, false, in-place or in-place-zeroed, got: 'maybe'
                    overwrite: true          | overwrite: in-place        | 14:13 | only raw files and devices are written in place (-n, overwrite: in-place)
                    options: {}              | options: {sparse_size: 4k} | 21:44 | sparse_size (-S) is for raw files
                    seed:                    | seeds:                     | 3:1  | unknown key 'seeds' in the manifest; known keys are apiVersion, clientToken, confirmationRequired, deadline
                    to: s3://images/in/      | to: images/in/             | 4:24 | seed[0].to: must be s3://bucket/key
                    source: {uri: ../db.vmdk | sourc: {uri: ../db.vmdk    | 15:5 | items[1] has no 'source'
                    format: vmdk             | format: vmdx               | 17:40 | format 'vmdx' can not be written; choose one of raw, qcow2
                    format: vmdk             | format: bochs              | 17:40 | format 'bochs' can not be written; choose one of
                    format: vmdk             | formt: vmdk                | 17:32 | unknown key 'formt' in items[1].output; known keys are config, configName, diskName, disks, format, key, object, options, uri
                    snapshot: before         | snapshot: [before]         | 20:55 | items[2].source.snapshot must be one value, got: a list
                    verify: none             | name: again                | 18:9 | Duplicate Object property
                    options: {}              | options: {cluster_size: 1} | 21:44 | items[2].output.options:
                    options: {}              | options: {align: 1000}     | 21:44 | align must be a multiple of 512 bytes, got: '1000'
                    name: db                 | name: web.qcow2            | 15:11 | name 'web.qcow2' stands in line
                    uri: out/db.vmdk         | uri: /srv/new.qcow2        | 21:19 | target /srv/new.qcow2 stands in line 17 already
                    uri: old.qcow2           | uri: out/db.vmdk           | 17:19 | which this batch writes
                    uri: old.qcow2           | uri: http://x/old.qcow2    | 20:19 | has a scheme that is not known
                    uri: old.qcow2           | uri:                       | 20:18 | a value is missing here
                    uri: old.qcow2           | uri: *old                  | 20:19 | aliases are not supported
                    name: exit-2026          | name: @x                   | 2:7  | found character '@'
                    """)
    void errorsSayWhereAndWhat(String before, String after, String place, String problem) {
        String wrong = WHOLE.replace(before, after);
        assertThat(wrong).isNotEqualTo(WHOLE);

        assertThatThrownBy(() -> read(wrong))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith("batch.yaml:" + place + ": ")
                .hasMessageContaining(problem);
    }

    @Test
    void aliasesAreRefusedSoThatASmallFileNeverMeansALargeBatch() {
        assertThatThrownBy(() -> read("apiVersion: vmloom.io/v1\nname: &n x\nitems: [*n]\n"))
                .hasMessageStartingWith("batch.yaml:3:9: aliases are not supported");
    }

    @Test
    void deepNestingAndEmptyDocumentsAreRefused() {
        assertThatThrownBy(() -> read("[".repeat(100))).hasMessageContaining("nested deeper than 16 levels");
        assertThatThrownBy(() -> read("# nothing\n")).hasMessageContaining("the manifest is empty");
        assertThatThrownBy(() -> read(WHOLE + "---\nname: y\n")).hasMessageContaining("a second document begins here");
        assertThatThrownBy(() -> read("apiVersion: vmloom.io/v1\nname: x\nitems: []\n"))
                .hasMessageStartingWith("batch.yaml:3:8: items must list 1 to");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ManifestReader.read(Path.of("/nowhere/batch.yaml")))
                .hasMessage("/nowhere/batch.yaml: there is no such manifest");
    }

    private static Manifest read(String text) {
        return ManifestReader.read("batch.yaml", text.getBytes(UTF_8), BASE);
    }
}
