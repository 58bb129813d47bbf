package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.extent.Parent;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.task.EncoderSpec;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Qcow2OptionsTest {
    private static final int KIB = 1 << 10;

    @Test
    void withoutOptionsClustersAreThoseOfQemuImg() {
        assertThat(encoder("")).isEqualTo(new EncoderSpec.PackedPlain(64 * KIB));
    }

    @ParameterizedTest
    @CsvSource({"4k, 4", "4096, 4", "32K, 32", "64KiB, 64", "1M, 1024", "2M, 2048", "2097152, 2048"})
    void clusterSizesAreWrittenAsForQemuImg(String value, int kib) {
        assertThat(encoder("cluster_size=" + value)).isEqualTo(new EncoderSpec.PackedPlain(kib * KIB));
    }

    @ParameterizedTest
    @CsvSource({"on, zlib, DEFLATE, 4", "true, zlib, DEFLATE, 4", "on, zstd, ZSTD, 4"})
    void compressionHasADefaultLevelOfItsOwn(String on, String type, Codec codec, int level) {
        assertThat(encoder("compress=" + on + " compression_type=" + type))
                .isEqualTo(new EncoderSpec.PackedCompressed(64 * KIB, new Compression(codec, level), true));
    }

    @ParameterizedTest
    @CsvSource({"zlib, DEFLATE, 1", "zlib, DEFLATE, 12", "zstd, ZSTD, 1", "zstd, ZSTD, 22"})
    void theLevelMayBeChosenAndIsThatOfAllClusters(String type, Codec codec, int level) {
        assertThat(encoder("compress=on compression_type=" + type + " compression_level=" + level))
                .isEqualTo(new EncoderSpec.PackedCompressed(64 * KIB, new Compression(codec, level), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compress=off",
                "compress=false",
                "compression_type=zstd",
                "compat=1.1",
                "compat=v3",
                "compat=0.10",
                "compat=v2 refcount_bits=16 lazy_refcounts=off compression_type=zlib extended_l2=off",
                "refcount_bits=1",
                "refcount_bits=64",
                "extended_l2=on",
                "lazy_refcounts=true",
                "extended_l2=off lazy_refcounts=off preallocation=off encryption=false"
            })
    void whatConcernsTablesAloneLeavesClustersAsTheyAre(String options) {
        assertThat(encoder(options)).isEqualTo(new EncoderSpec.PackedPlain(64 * KIB));
    }

    @ParameterizedTest
    @CsvSource({
        "cluster_size=512, 'a power of two from 4.0 KiB to 2.0 MiB, got: ''512'''",
        "cluster_size=2k, from 4.0 KiB to 2.0 MiB",
        "cluster_size=0, from 4.0 KiB to 2.0 MiB",
        "cluster_size=4M, from 4.0 KiB to 2.0 MiB",
        "cluster_size=96k, a power of two",
        "cluster_size=-64k, 'cluster_size: not a size: ''-64k'''",
        "cluster_size=99999999T, size too large",
        "compress=yes, 'compress must be on or off, got: ''yes'''",
        "compression_type=lzma, 'must be zlib or zstd, got: ''lzma'''",
        "compression_level=6, means nothing without compress=on",
        "compress=on compression_level=13, 'compression_level must be 1 to 12, got: ''13'''",
        "compress=on compression_level=0, must be 1 to 12",
        "compress=on compression_level=fast, must be 1 to 12",
        "compress=on compression_type=zstd compression_level=23, must be 1 to 22",
        "compat=1.0, 'compat must be 0.10 (v2) or 1.1 (v3), got: ''1.0'''",
        "refcount_bits=0, 'refcount_bits must be 1 to 64, got: ''0'''",
        "refcount_bits=128, 'refcount_bits must be 1 to 64, got: ''128'''",
        "refcount_bits=24, 'refcount_bits must be a power of two from 1 to 64, got: ''24'''",
        "compat=0.10 refcount_bits=8, refcount_bits=8 does not go with compat=0.10; use compat=1.1",
        "compat=v2 compression_type=zstd, compression_type=zstd does not go with compat=0.10",
        "compat=0.10 extended_l2=on, extended_l2=on does not go with compat=0.10",
        "compat=0.10 lazy_refcounts=on, lazy_refcounts=on does not go with compat=0.10",
        "extended_l2=on cluster_size=8k, 'extended_l2=on needs a cluster_size of at least 16k, got: 8192'",
        "extended_l2=yes, 'extended_l2 must be on or off, got: ''yes'''",
        "lazy_refcounts=1, 'lazy_refcounts must be on or off, got: ''1'''",
        "compress=on refcount_bits=8, 'compress=on needs refcount_bits of at least 16'",
        "preallocation=metadata, not written yet",
        "encrypt.format=aes, encrypt.format must be luks",
        "encrypt.format=luks compat=0.10, encrypt.format=luks does not go with compat=0.10",
        "encrypt.format=luks backing_file=b.qcow2 backing_fmt=qcow2, an overlay is not written encrypted",
        "backing_file=base.qcow2, 'backing_file and backing_fmt (-B and -F) go together; give both or neither'",
        "backing_fmt=qcow2, go together; give both or neither",
        "backing_file=base.qcow2 backing_fmt=qcow2 compat=0.10, backing_file does not go with compat=0.10",
        "backing_file=nbd://host/disk backing_fmt=raw, 'must be a path, for programs take what stands before a colon'",
        "backing_file=json:{} backing_fmt=raw, must be a path",
        "backing_file= backing_fmt=raw, 'backing_file must have 1 to 1023 bytes in UTF-8, got: 0'",
        "'backing_file=a\tb backing_fmt=raw', 'backing_file must be readable text, got: ''a?b'''",
        "bitmaps=on compat=0.10, bitmaps=on does not go with compat=0.10; use compat=1.1",
        "skip_broken_bitmaps=on, skip_broken_bitmaps means nothing without bitmaps=on",
        "data_file=x, data_file is not written: a target is one file",
        "clustersize=64k, 'unknown qcow2 option ''clustersize''; known are backing_file, backing_fmt, bitmaps, cluster_size,'"
    })
    void aWrongOptionIsRefusedByName(String options, String reason) {
        assertThatThrownBy(() -> design(1, options))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith("out.qcow2: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 512", "512, 512", "65537, 66048"})
    void theSizeIsRoundedUpToASector(long bytes, long virtualBytes) {
        assertThat(design(bytes, "").virtualBytes()).isEqualTo(virtualBytes);
    }

    @ParameterizedTest
    @CsvSource({
        "4k, 8.0 TiB, 43",
        "64k, 2.0 PiB, 51",
        "2M, 2.0 EiB, 61",
        "16k extended_l2=on, 64.0 TiB, 46",
        "2M extended_l2=on, 1.0 EiB, 60"
    })
    void aDiskBeyondTheLargestFirstLevelTableIsTooLarge(String clusters, String limit, int limitBits) {
        String options = "cluster_size=" + clusters;

        assertThat(design(1L << limitBits, options).virtualBytes()).isEqualTo(1L << limitBits);
        assertThatThrownBy(() -> design((1L << limitBits) + 1, options))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining(limit)
                .hasMessageContaining("cluster_size");
    }

    @ParameterizedTest
    @CsvSource({"base.qcow2, qcow2, qcow2", "../images/Ж.vhd, vpc, vpc", "C:base.raw, raw, raw", "/srv/a, VMDK, vmdk"})
    void aBackingFileIsNamedAsItIsSaid(String name, String format, String canonical) {
        assertThat(design(1, "backing_file=" + name + " backing_fmt=" + format).backing())
                .contains(new Parent.Named(name, canonical));
    }

    @Test
    void aBackingFileOfAFormatThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> design(1, "backing_file=a backing_fmt=none"))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("none");
    }

    private static EncoderSpec encoder(String options) {
        return design(1, options).encoder();
    }

    private static TargetDesign design(long virtualBytes, String options) {
        Map<String, String> map = new HashMap<>();
        for (String option : options.split(" ", -1)) {
            if (!option.isEmpty()) {
                map.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
            }
        }
        return new Qcow2Target().design(new TargetRequest("out.qcow2", virtualBytes, map, "seed"));
    }
}
