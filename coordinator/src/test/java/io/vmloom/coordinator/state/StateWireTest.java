package io.vmloom.coordinator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineNotes;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.error.ErrorCode;
import io.vmloom.machine.RuleWords;
import io.vmloom.machine.ToldNote;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.testing.Seeded;
import io.vmloom.wire.Envelope;
import io.vmloom.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StateWireTest {
    @Seeded(200)
    void everyRecordIsReadAsItWasWritten(SplittableRandom random) {
        assertThat(StateRecords.each(random)).allSatisfy(written -> {
            byte[] bytes = StateWire.encode(written);
            assertThat(StateWire.decode(bytes)).isEqualTo(written);
            assertThat(StateWire.encode(StateWire.decode(bytes))).isEqualTo(bytes);
        });
    }

    /** What lies in logs already is read for ever: these bytes must never change. */
    @ParameterizedTest
    @MethodSource("golden")
    void theBytesAreWhatTheyAlwaysWere(StateRecord known, String hex) throws WireException {
        assertThat(HexFormat.of().formatHex(StateWire.encode(known))).isEqualTo(hex);
        assertThat(StateWire.decode(HexFormat.of().parseHex(hex))).isEqualTo(known);
    }

    @Test
    void fieldsOfLaterReleasesAreIgnored() throws WireException {
        byte[] bytes = Envelope.write(
                Envelope.of("ITEM_STARTED", "b07-01J-0").put("run", 3).put("mood", "fine"));
        assertThat(StateWire.decode(bytes)).isEqualTo(new StateRecord.ItemStarted("b07-01J-0", 3));
    }

    @Test
    void kindsAndVersionsOfLaterReleasesAreRefused() {
        assertThatThrownBy(() -> StateWire.decode(Envelope.write(Envelope.of("ITEM_SOLD", "b07-01J-0"))))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("ITEM_SOLD");
        assertThatThrownBy(() -> StateWire.decode(Envelope.write(
                        Envelope.of("ITEM_STARTED", "b07-01J-0").put("v", 2).put("run", 3))))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void aBatchThatNamesNoTenantIsTheUsualOnes() throws Exception {
        Batch batch = new Batch("b07-01J", "n", BatchTerms.of("team-a"), List.of());
        StateRecord.BatchSubmitted submitted = new StateRecord.BatchSubmitted(batch, Instant.EPOCH);
        byte[] fromBefore = StateWire.encode(new StateRecord.BatchSubmitted(
                new Batch("b07-01J", "n", BatchTerms.DEFAULT, List.of()), Instant.EPOCH));

        assertThat(StateWire.decode(StateWire.encode(submitted))).isEqualTo(submitted);
        assertThat(new String(fromBefore, StandardCharsets.ISO_8859_1)).doesNotContain("tenant");
        assertThat(StateWire.decode(fromBefore))
                .isInstanceOfSatisfying(
                        StateRecord.BatchSubmitted.class,
                        read -> assertThat(read.batch().terms().tenant()).isEqualTo("default"));
    }

    static Stream<Arguments> golden() {
        Location.InBucket target = new Location.InBucket("b", "k");
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        ConversionRequest request = new ConversionRequest(
                "b07-01J-0",
                "disk",
                target,
                "auto",
                "",
                target,
                "raw",
                Map.of(),
                VerifyLevel.NONE,
                OverwritePolicy.KEEP);
        ConversionRequest config = new ConversionRequest(
                        "b07-01J-1",
                        "web",
                        target,
                        "auto",
                        "",
                        target,
                        "libvirt",
                        Map.of(),
                        VerifyLevel.NONE,
                        OverwritePolicy.KEEP)
                .withMaking(new Making.Config(new MachineOrder(
                        Optional.of(target),
                        new RuleWords(Optional.of("virtio"), Optional.empty(), Map.of("*", "nat")),
                        List.of(new MachineDisk("d.vmdk", "d.raw", "b07-01J-0", target, "raw")))));
        MachineNotes notes = MachineNotes.of(List.of(new ToldNote("read", "unknown", "a.b", 3, "v", "left out")));
        return Stream.of(
                Arguments.of(
                        new StateRecord.BatchSubmitted(new Batch("b07-01J", "n", List.of(request, config)), at),
                        "a6617601646b696e646f42415443485f5355424d4954544544626964676230372d30314a6261"
                                + "7474323032362d30312d30325430333a30343a30355a646e616d65616e656974656d7382aa62"
                                + "6964696230372d30314a2d30646e616d65646469736b6466726f6d646175746f68736e617073"
                                + "686f746062746f6372617766766572696679644e4f4e45696f7665727772697465644b454550"
                                + "66736f75726365a2666275636b65746162636b6579616b66746172676574a2666275636b6574"
                                + "6162636b6579616b676f7074696f6e73a0ab626964696230372d30314a2d31646e616d656377"
                                + "65626466726f6d646175746f68736e617073686f746062746f676c6962766972746676657269"
                                + "6679644e4f4e45696f7665727772697465644b45455066736f75726365a2666275636b657461"
                                + "62636b6579616b66746172676574a2666275636b65746162636b6579616b676f7074696f6e73"
                                + "a0666d616b696e67a5646b696e6466434f4e4649476466726f6da2666275636b65746162636b"
                                + "6579616b636275736676697274696f686e6574776f726b73a1612a636e6174656469736b7381"
                                + "a56466696c6566642e766d646b62617365642e726177646974656d696230372d30314a2d3066"
                                + "666f726d61746372617766746172676574a2666275636b65746162636b6579616b"),
                Arguments.of(
                        new StateRecord.ItemEnded(
                                "b07-01J-1", new ItemOutcome.Assembled("vmx", 7, 8, 1, notes), Duration.ofSeconds(1)),
                        "a5617601646b696e646a4954454d5f454e444544626964696230372d30314a2d31656e616e6f"
                                + "731a3b9aca00676f7574636f6d65a7646b696e6469415353454d424c454466666f726d617463"
                                + "766d7866736f75726365076674617267657408656469736b7301656e6f74657381a664737465"
                                + "706472656164646b696e6467756e6b6e6f776e6773657474696e6763612e62646c696e650365"
                                + "76616c7565617663776879686c656674206f757466636f756e7473a167756e6b6e6f776e6131"),
                Arguments.of(
                        new StateRecord.BatchSubmitted(new Batch("b07-01J", "n", List.of(request)), at),
                        "a6617601646b696e646f42415443485f5355424d4954544544626964676230372d30314a6261"
                                + "7474323032362d30312d30325430333a30343a30355a646e616d65616e656974656d7381aa62"
                                + "6964696230372d30314a2d30646e616d65646469736b6466726f6d646175746f68736e617073"
                                + "686f746062746f6372617766766572696679644e4f4e45696f7665727772697465644b454550"
                                + "66736f75726365a2666275636b65746162636b6579616b66746172676574a2666275636b6574"
                                + "6162636b6579616b676f7074696f6e73a0"),
                Arguments.of(
                        new StateRecord.CancelRequested("b07-01J", at),
                        "a4617601646b696e647043414e43454c5f524551554553544544626964676230372d30314a62"
                                + "617474323032362d30312d30325430333a30343a30355a"),
                Arguments.of(
                        new StateRecord.BatchEnded("b07-01J", at),
                        "a4617601646b696e646b42415443485f454e444544626964676230372d30314a626174743230"
                                + "32362d30312d30325430333a30343a30355a"),
                Arguments.of(
                        new StateRecord.EndTold("b07-01J", 1, true, at),
                        "a6617601646b696e6468454e445f544f4c44626964676230372d30314a62617474323032362d"
                                + "30312d30325430333a30343a30355a67776562686f6f6b016574616b656ef5"),
                Arguments.of(
                        new StateRecord.ItemStarted("b07-01J-0", 2),
                        "a4617601646b696e646c4954454d5f53544152544544626964696230372d30314a2d30637275" + "6e02"),
                Arguments.of(
                        new StateRecord.ItemBegun(
                                "b07-01J-0", 5, List.of(new ObjectVersion(target, 9, "e", false, Map.of())), "f"),
                        "a6617601646b696e646a4954454d5f424547554e626964696230372d30314a2d306a67656e65"
                                + "726174696f6e0564706c616e6166676d656d6265727381a5626174a2666275636b6574616263"
                                + "6b6579616b6473697a650964657461676165647765616bf4686d65746164617461a0"),
                Arguments.of(
                        new StateRecord.UploadBegun("b07-01J-0", "target", target, Set.of("x"), Optional.of("u"), true),
                        "a8617601646b696e646c55504c4f41445f424547554e626964696230372d30314a2d30646e61"
                                + "6d656674617267657466737472617973f566746172676574a2666275636b65746162636b6579"
                                + "616b67666f726569676ea16178606675706c6f61646175"),
                Arguments.of(
                        StateRecords.accepted(new SplittableRandom(1), 4),
                        "a4617601646b696e646e52414e47455f4143434550544544626964696230372d30314a2d3066"
                                + "726573756c74590131a8617601646b696e6469434f4e564552544544626964776230372d3031"
                                + "4a2d302f332f434f4e564552542f342f3168667261676d656e741a00050afe6673746f726564"
                                + "a2646b696e6466535441474544666f626a656374a5626174a2666275636b6574666275636b65"
                                + "74636b6579616b6473697a651b0001ec6cd7363ca564657461676acd98c7b3c99fc5b1cab964"
                                + "7765616bf5686d65746164617461a16b766d6c6f6f6d2d6974656d62c98465696e646578a165"
                                + "62797465734a3b4a79a517cec22a630b6664696765737481a3656c6576656c0268706f736974"
                                + "696f6e00646e6f64655820f1aa2b57dad0bad0ee89af30963784ae0865ef73371863e24687e9"
                                + "6568c4e210657374617473a566736f757263650165677565737402647a65726f036674617267"
                                + "657404656e616e6f7305"),
                Arguments.of(
                        new StateRecord.Completing("b07-01J-0", "target", target, "h"),
                        "a6617601646b696e646a434f4d504c4554494e47626964696230372d30314a2d30646e616d65"
                                + "66746172676574657061727473616866746172676574a2666275636b65746162636b6579616b"),
                Arguments.of(
                        new StateRecord.ItemEnded(
                                "b07-01J-0", new ItemOutcome.Failed(ErrorCode.CANCELLED, "m"), Duration.ofSeconds(1)),
                        "a5617601646b696e646a4954454d5f454e444544626964696230372d30314a2d30656e616e6f"
                                + "731a3b9aca00676f7574636f6d65a3646b696e64664641494c454464636f64656943414e4345"
                                + "4c4c4544676d657373616765616d"));
    }
}
