package io.vmloom.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacePatternTest {
    @ParameterizedTest
    @CsvSource({
        "s3://a/,           a, x",
        "s3://a/,           a, deep/below/x",
        "s3://a/team/,      a, team/x",
        "s3://a/team/,      a, team/deep/x",
        "s3://a/disk*,      a, disk-7.raw",
        "s3://a/disk.raw,   a, disk.raw",
        "*,                 b, anything/at/all",
        "s3://a/,           a, ..hidden/x..y",
    })
    void aPatternMatchesWhatBeginsLikeIt(String pattern, String bucket, String key) {
        assertThat(PlacePattern.parse(pattern).matches(new Location.InBucket(bucket, key)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "s3://a/,           b, x",
        "s3://a/,           aa, x",
        "s3://a/team/,      a, team",
        "s3://a/team/,      a, team-b/x",
        "s3://a/team/,      a, other/team/x",
        "s3://a/disk.raw,   a, disk.raw.old",
        "s3://a/disk.raw,   a, disk.raw/x",
    })
    void itMatchesNothingBeside(String pattern, String bucket, String key) {
        assertThat(PlacePattern.parse(pattern).matches(new Location.InBucket(bucket, key)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"team/../other/x", "team/..", "../x", "./team/x", "team/./x", "team/\n/../x"})
    void aKeyThatLeadsElsewhereMatchesNothing(String key) {
        Location.InBucket object = new Location.InBucket("a", key);

        assertThat(PlacePattern.parse("*").matches(object)).isFalse();
        assertThat(PlacePattern.parse("s3://a/team/").matchesAllUnder(object)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "s3://a/", "s3://a/.vmloom/*"})
    void whatIsStagedIsNobodys(String pattern) {
        Location.InBucket staged = new Location.InBucket("a", ".vmloom/b07-01J-0/range-1");

        assertThat(PlacePattern.parse(pattern).matches(staged)).isFalse();
        assertThat(PlacePattern.parse(pattern).matchesAllUnder(staged)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "s3://a/team/,    team/,      true",
        "s3://a/team/,    team/x,     true",
        "s3://a/team/,    team,       false",
        "s3://a/team/,    t,          false",
        "s3://a/disk.raw, disk.raw,   false",
    })
    void aListingMustLieBelowThePatternAsAWhole(String pattern, String prefix, boolean allowed) {
        assertThat(PlacePattern.parse(pattern).matchesAllUnder(new Location.InBucket("a", prefix)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a/x", "s3://", "s3://a", "s3:///x", "s3://*/x", "s3://a*/x", "s3://a/*/x", "/x", "s3://a/**"
            })
    void aPatternThatLooksLikeMoreThanItMeansIsRefused(String pattern) {
        assertThatThrownBy(() -> PlacePattern.parse(pattern)).isInstanceOf(RequestException.class);
    }
}
