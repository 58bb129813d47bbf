package io.vmloom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
    private static final Path BASE = Path.of("/work dir");

    @ParameterizedTest
    @CsvSource({
        "s3://b/k, s3://b/k",
        "s3://b/a/b c/#?d, s3://b/a/b c/#?d",
        "disk.raw, /work dir/disk.raw",
        "../disk.raw, /disk.raw",
        "/disks/a b.raw, /disks/a b.raw",
        "file:///disks/a%20b.raw, /disks/a b.raw",
        "s3:disk, /work dir/s3:disk"
    })
    void placesAreReadAsPeopleWriteThem(String text, String place) {
        assertThat(Location.parse(text, BASE)).hasToString(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3://",
                "s3://bucket",
                "s3://bucket/",
                "s3:///key",
                "https://host/disk.raw",
                "file://host/disk.raw",
                "file:///a b.raw",
                "file:///a%zz.raw",
                "file://"
            })
    void anythingElseIsAWrongArgument(String text) {
        assertThatThrownBy(() -> Location.parse(text, BASE))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining(text);
    }
}
