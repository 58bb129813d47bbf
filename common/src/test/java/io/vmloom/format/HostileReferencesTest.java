package io.vmloom.format;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Images that name other files: those of the system, of the network, of another protocol. Whoever opens such an image alone
 * gets a refusal of one readable line, whatever the name.
 */
class HostileReferencesTest {
    private static final List<String> NAMES = List.of(
            "/etc/passwd",
            "../../../../etc/shadow",
            "/proc/self/environ",
            "/dev/sda",
            "file:///etc/passwd",
            "fd:3",
            "json:{\"driver\":\"file\",\"filename\":\"/etc/passwd\"}",
            "nbd://127.0.0.1:10809/export",
            "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
            "https://2130706433/",
            "s3://another-bucket/key",
            "ssh://root@host/etc/shadow",
            "\\\\server\\share\\disk.vhd",
            "C:\\Windows\\System32\\config\\SAM",
            "$(touch owned)",
            "name\nwith\r\nlines and \u001b[31mcolour\u0007",
            "a".repeat(200));

    /** Each writes an image that stands for itself but for one name. */
    private enum Kind {
        QCOW2_BACKING {
            @Override
            byte[] image(String name) {
                byte[] text = name.getBytes(UTF_8);
                return qcow2().putLong(8, 2048)
                        .putInt(16, text.length)
                        .put(2048, text)
                        .array();
            }
        },
        QCOW2_DATA_FILE {
            @Override
            byte[] image(String name) {
                byte[] text = name.getBytes(UTF_8);
                return qcow2().putLong(72, 1 << 2)
                        .putInt(104, 0x44415441)
                        .putInt(108, text.length)
                        .put(112, text)
                        .array();
            }
        },
        QCOW_BACKING {
            @Override
            byte[] image(String name) {
                byte[] text = name.getBytes(UTF_8);
                return ByteBuffer.allocate(8192)
                        .putInt(0, 0x514649fb)
                        .putInt(4, 1)
                        .putLong(8, 2048)
                        .putInt(16, text.length)
                        .putLong(24, 4096)
                        .putShort(32, (short) 0x0c09)
                        .putLong(40, 48)
                        .put(2048, text)
                        .array();
            }
        },
        QED_BACKING {
            @Override
            byte[] image(String name) {
                byte[] text = name.getBytes(UTF_8);
                return littleEndian(16384)
                        .putInt(0, 0x00444551)
                        .putInt(4, 4096)
                        .putInt(8, 1)
                        .putInt(12, 1)
                        .putLong(16, 1)
                        .putLong(40, 4096)
                        .putLong(48, 4096)
                        .putInt(56, 2048)
                        .putInt(60, text.length)
                        .put(2048, text)
                        .array();
            }
        },
        VMDK_PARENT {
            @Override
            byte[] image(String name) {
                String descriptor = "# Disk DescriptorFile\nversion=1\nCID=11111111\nparentCID=22222222\n"
                        + "createType=\"monolithicSparse\"\nparentFileNameHint=\"" + name + "\"\n"
                        + "RW 128 SPARSE \"disk.vmdk\"\n";
                return littleEndian(16384)
                        .putInt(0, 0x564d444b)
                        .putInt(4, 1)
                        .putInt(8, 3)
                        .putLong(12, 128)
                        .putLong(20, 128)
                        .putLong(28, 1)
                        .putLong(36, 4)
                        .putInt(44, 512)
                        .putLong(48, 8)
                        .putLong(56, 16)
                        .putLong(64, 32)
                        .putInt(73, 0x0a0d200a)
                        .put(512, descriptor.getBytes(UTF_8))
                        .array();
            }
        },
        VMDK_FLAT_EXTENT {
            @Override
            byte[] image(String name) {
                return descriptor("monolithicFlat", "RW 128 FLAT \"" + name + "\" 0");
            }
        },
        VMDK_SPARSE_EXTENT {
            @Override
            byte[] image(String name) {
                return descriptor("twoGbMaxExtentSparse", "RW 128 SPARSE \"" + name + "\"");
            }
        },
        VMDK_RAW_DEVICE {
            @Override
            byte[] image(String name) {
                return descriptor("fullDevice", "RW 128 FLAT \"" + name + "\" 0");
            }
        },
        VMDK_MAPPED_DEVICE {
            @Override
            byte[] image(String name) {
                return descriptor("vmfsRawDeviceMap", "RW 128 VMFSRDM \"" + name + "\"");
            }
        },
        VHD_PARENT {
            @Override
            byte[] image(String name) {
                byte[] text = name.getBytes(UTF_16BE);
                ByteBuffer footer = ByteBuffer.allocate(512)
                        .put(0, "conectix".getBytes(UTF_8))
                        .putInt(8, 2)
                        .putInt(12, 0x10000)
                        .putLong(16, 512)
                        .putLong(40, 4096)
                        .putLong(48, 4096)
                        .putInt(60, 4);
                ByteBuffer header = ByteBuffer.allocate(1024)
                        .put(0, "cxsparse".getBytes(UTF_8))
                        .putLong(8, -1)
                        .putLong(16, 1536)
                        .putInt(24, 0x10000)
                        .putInt(28, 1)
                        .putInt(32, 1 << 21)
                        .put(64, text, 0, Math.min(text.length, 512));
                return ByteBuffer.allocate(2560)
                        .put(sealed(footer, 64))
                        .put(sealed(header, 36))
                        .put(2048, sealed(footer, 64))
                        .array();
            }
        };

        abstract byte[] image(String name);

        private static ByteBuffer qcow2() {
            return ByteBuffer.allocate(16384)
                    .putInt(0, 0x514649fb)
                    .putInt(4, 3)
                    .putInt(20, 12)
                    .putLong(24, 4096)
                    .putInt(36, 1)
                    .putLong(40, 4096)
                    .putInt(96, 4)
                    .putInt(100, 104);
        }

        private static byte[] descriptor(String type, String extent) {
            return ("# Disk DescriptorFile\nversion=1\nCID=11111111\nparentCID=ffffffff\ncreateType=\"" + type + "\"\n"
                            + extent + "\n")
                    .getBytes(UTF_8);
        }

        private static byte[] sealed(ByteBuffer structure, int checksumAt) {
            structure.putInt(checksumAt, 0);
            int sum = 0;
            for (byte one : structure.array()) {
                sum += one & 0xff;
            }
            return structure.putInt(checksumAt, ~sum).array();
        }

        private static ByteBuffer littleEndian(int bytes) {
            return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    static Stream<Arguments> images() {
        return Stream.of(Kind.values()).flatMap(kind -> NAMES.stream().map(name -> arguments(kind, name)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("images")
    void anImageThatNeedsAnotherFileIsRefusedWithoutLookingForIt(Kind kind, String name) {
        TestSource source = TestSource.of("disk.img", kind.image(name));

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> Detector.open(source, Detector.AUTO, OpenOptions.DEFAULT))
                .withMessageStartingWith("disk.img")
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isIn(ErrorCode.IMAGE_UNSAFE, ErrorCode.IMAGE_UNSUPPORTED);
                    assertThat(String.valueOf(refusal.getMessage())).doesNotContainPattern("\\p{Cntrl}");
                });
    }
}
