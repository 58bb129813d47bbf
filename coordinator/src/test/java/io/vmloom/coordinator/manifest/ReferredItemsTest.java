package io.vmloom.coordinator.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items that stand in a document or are listed, instead of in the manifest. */
class ReferredItemsTest {
    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final ItemLists lists = new ObjectLists(ConfiguredStores.of(memory));

    @BeforeEach
    void someImages() {
        memory.createBucket("in");
        for (String key : List.of(
                "a/web.vmdk", "a/web-flat.vmdk", "a/b/db.VMDK", "a/b/db.qcow2", "a/notes.txt", "a/dir/", "c/x.vmdk")) {
            put(key, "");
        }
        put(".vmloom/b1-0/staged.vmdk", "");
    }

    @Test
    void everySourceUnderAPrefixThatMatchesIsAnItem() {
        List<ManifestItem> items = read("""
                items:
                  listing: s3://in/a/
                  include: ["*.vmdk", "b/*.qcow2"]
                  exclude: ["*-flat.vmdk"]
                  output: s3://out/{path}-was-{ext}.qcow2
                """).items();

        assertThat(items)
                .extracting(item -> item.source() + " " + item.target() + " " + item.name())
                .containsExactly(
                        "s3://in/a/b/db.qcow2 s3://out/b/db-was-qcow2.qcow2 b-db.qcow2",
                        "s3://in/a/web.vmdk s3://out/web-was-vmdk.qcow2 web.vmdk");
    }

    @Test
    void withoutPatternsAllAreTakenButDirectoriesAndWhatIsStaged() {
        assertThat(read("""
                items: {listing: "s3://in/", output: "s3://out/{path}.{ext}.raw"}
                """.replace("s3://in/\"", "s3://in/a\"")).items()).hasSize(5);
        assertThatThrownBy(() -> read("""
                items: {listing: "s3://in/.vmloom/", output: "s3://out/{path}.raw"}
                """))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("batch.yaml:3:18: nothing under s3://in/.vmloom/ matches");
    }

    @Test
    void linesOfJsonAreItemsWithAllThatAnItemHas() {
        put("items.jsonl", """
                {"name": "one", "source": {"uri": "s3://in/a/web.vmdk", "chain": [{"uri": "s3://in/a/web-flat.vmdk"}]},
                 "output": {"uri": "s3://out/web.raw"}}

                {"source": {"uri": "s3://in/c/x.vmdk"}, "output": {"format": "vhdx"}, "verify": "full"}
                """);

        List<ManifestItem> items = read("""
                items: {object: "s3://in/items.jsonl", output: "s3://out/{path}.img"}
                """).items();

        assertThat(items).extracting(ManifestItem::name).containsExactly("one", "x.img");
        assertThat(items.getFirst().reads()).hasSize(2);
        assertThat(items.getLast().target()).hasToString("s3://out/c/x.img");
        assertThat(items.getLast().targetFormat()).isEqualTo("vhdx");
    }

    @Test
    void rowsOfATableAreItemsByTheNamesOfTheirColumns() {
        put("items.csv", """
                \ufeffname,source.uri,output.uri,output.format,output.options.compress,verify
                web,s3://in/a/web.vmdk,"s3://out/web,1.qcow2",,on,
                db,s3://in/a/b/db.VMDK,s3://out/db.img,vhdx,,full
                """);

        List<ManifestItem> items =
                read("items: {object: \"s3://in/items.csv\"}").items();

        assertThat(items.getFirst().target()).hasToString("s3://out/web,1.qcow2");
        assertThat(items.getFirst().options()).containsExactly(Map.entry("compress", "on"));
        assertThat(items.getLast().targetFormat()).isEqualTo("vhdx");
    }

    @Test
    void aTableOfSomebodyElseIsTakenByRenamingItsColumns() {
        put("inventory.csv", """
                VM,Power,Disk
                web,on,s3://in/a/web.vmdk
                """);

        ManifestItem item = read("""
                items:
                  object: s3://in/inventory.csv
                  columns: {VM: name, Disk: source.uri}
                  output: s3://out/{file}.qcow2
                """).items().getFirst();

        assertThat(item.name()).isEqualTo("web");
        assertThat(item.target()).hasToString("s3://out/web.qcow2");
    }

    @Test
    void aMistakeInAListIsToldWithItsPlaceThere() {
        put("bad.jsonl", """
                {"source": {"uri": "s3://in/a/web.vmdk"}, "output": {"uri": "s3://out/web.raw"}}
                {"source": {"uri": "s3://in/a/web.vmdk"}, "output": {"uri": "s3://out/db.raw"}, "verfy": "full"}
                """);
        put("bad.csv", """
                source.uri,output.uri,verify
                s3://in/a,s3://out/a.raw,
                s3://in/b,s3://out/b.raw,perhaps
                """);

        assertThatThrownBy(() -> read("items: {object: \"s3://in/bad.jsonl\"}"))
                .hasMessageStartingWith("s3://in/bad.jsonl:2:")
                .hasMessageContaining("unknown key 'verfy' in items[1]");
        assertThatThrownBy(() -> read("items: {object: \"s3://in/bad.csv\"}"))
                .hasMessageStartingWith("s3://in/bad.csv:3:1: items[1].verify:");
        assertThatThrownBy(() -> read("items: {object: \"s3://in/bad.csv\", columns: {Disk: source.uri}}"))
                .hasMessage(
                        "s3://in/bad.csv:1:1: has no column 'Disk'; its columns are source.uri, output.uri, verify");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                              | name one 'object'
            {object: "s3://in/a.jsonl", listing: "s3://in/a"}               | name one 'object'
            {listing: "s3://in/a"}                                          | items.output must say how targets are called
            {listing: "s3://in/a", output: "s3://out/all.raw"}              | must have {path} or {file} in it
            {listing: "s3://in/a", output: "s3://out/{name}.raw"}           | means nothing; there are {path}
            {listing: "s3://in/a", output: "s3://out/{path}", include: ["["]} | is no pattern
            {listing: "s3://none/a", output: "s3://out/{path}.raw"}         | does not exist
            {object: "s3://in/none.csv"}                                    | s3://in/none.csv does not exist
            {object: "s3://in/a/notes.txt"}                                 | must be jsonl or csv
            {listing: "/etc", output: "s3://out/{path}.raw"}                | would be a file of the coordinator's host
            """)
    void whatCanNotBeMeantIsRefused(String items, String problem) {
        assertThatThrownBy(() -> read("items: " + items))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith("batch.yaml:")
                .hasMessageContaining(problem);
    }

    @Test
    void aManifestOnThisHostMayNameFilesAndDirectories(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("images/sub"));
        Files.createFile(folder.resolve("images/a.vmdk"));
        Files.createFile(folder.resolve("images/sub/b.vmdk"));
        Path manifest = Files.writeString(folder.resolve("batch.yaml"), """
                apiVersion: vmloom.io/v1
                name: local
                items: {listing: images, output: "made/{path}.qcow2"}
                """);

        assertThat(ManifestReader.read(manifest).items())
                .extracting(item -> item.target().toString())
                .containsExactly(
                        folder.resolve("made/a.qcow2").toString(),
                        folder.resolve("made/sub/b.qcow2").toString());
    }

    private Manifest read(String items) {
        String text = "apiVersion: vmloom.io/v1\nname: batch\n" + items;
        return ManifestReader.readRemote("batch.yaml", text.getBytes(UTF_8), _ -> lists);
    }

    private void put(String key, String text) {
        memory.put(new Location.InBucket("in", key), Content.of(text.getBytes(UTF_8)), Map.of(), Precondition.NONE);
    }
}
