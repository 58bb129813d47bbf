package io.vmloom.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
    @ParameterizedTest
    @CsvSource({
        "00:0C:29:ab:cd:EF, 00:0c:29:ab:cd:ef",
        "00-0c-29-ab-cd-ef, 00:0c:29:ab:cd:ef",
        "000C29ABCDEF, 00:0c:29:ab:cd:ef"
    })
    void pairsMayBePartedInManyWays(String text, String expected) {
        assertThat(MacAddress.parse(text)).contains(new MacAddress(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00:0c:29:ab:cd", "00:0c:29:ab:cd:ef:00", "01:00:5e:00:00:01", "00:0c:29:ab:cd:eg"})
    void whatIsNoStationsAddressIsNone(String text) {
        assertThat(MacAddress.parse(text)).isEmpty();
    }
}
