package io.vmloom.store.s3;

import io.vmloom.error.RequestException;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.tls.TrustedCertificates;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Settings out of named texts; empty texts count as absent. */
record S3Variables(Map<String, String> variables) {
    private static final String REGION_OF_SERVERS = "us-east-1";
    private static final String AMAZON_SUFFIX = ".amazonaws.com";

    private enum PartNumbers {
        GAPS,
        DENSE
    }

    S3Settings settings() {
        S3Endpoint endpoint = first("VMLOOM_S3_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
                .map(S3Endpoint::at)
                .orElseGet(S3Endpoint.Amazon::new);
        S3Credentials credentials = new S3Credentials.DefaultChain();
        S3Settings plain = switch (endpoint) {
            case S3Endpoint.Amazon _ -> S3Settings.amazon(region().orElseGet(S3Variables::regionOfSdk), credentials);
            case S3Endpoint.At at -> S3Settings.server(at, region().orElse(REGION_OF_SERVERS), credentials);
        };
        return plain.withAddressing(addressing(endpoint))
                .withTrusted(first("VMLOOM_S3_CA_FILE").map(Path::of).map(TrustedCertificates::of))
                .withUploads(
                        oneOf("VMLOOM_S3_SIGNING", plain.payloadSigning()),
                        oneOf("VMLOOM_S3_CHECKSUM", plain.uploadChecksum()),
                        capabilities());
    }

    private Addressing addressing(S3Endpoint endpoint) {
        Addressing usual = switch (endpoint) {
            case S3Endpoint.Amazon _ -> Addressing.VIRTUAL_HOST;
            case S3Endpoint.At(var uri) ->
                uri.getHost().endsWith(AMAZON_SUFFIX) ? Addressing.VIRTUAL_HOST : Addressing.PATH;
        };
        return first("VMLOOM_S3_PATH_STYLE")
                .map(text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> Addressing.PATH;
                    case "false" -> Addressing.VIRTUAL_HOST;
                    default -> throw unreadable("VMLOOM_S3_PATH_STYLE", List.of("true", "false"), text);
                })
                .orElse(usual);
    }

    private StoreCapabilities capabilities() {
        PartNumbers numbers = oneOf("VMLOOM_S3_PART_NUMBERS", PartNumbers.GAPS);
        StoreCapabilities s3 = StoreCapabilities.S3;
        return new StoreCapabilities(numbers == PartNumbers.GAPS, s3.minPartBytes(), s3.maxParts(), s3.maxPartBytes());
    }

    private Optional<String> region() {
        return first("VMLOOM_S3_REGION", "AWS_REGION", "AWS_DEFAULT_REGION");
    }

    private static String regionOfSdk() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        } catch (SdkClientException _) {
            throw new RequestException(
                    "no region is set for Amazon S3; set AWS_REGION, or VMLOOM_S3_ENDPOINT for another" + " server");
        }
    }

    private <E extends Enum<E>> E oneOf(String name, E usual) {
        E[] values = usual.getDeclaringClass().getEnumConstants();
        return first(name)
                .map(text -> Arrays.stream(values)
                        .filter(value -> value.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> unreadable(
                                name,
                                Arrays.stream(values)
                                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                                        .toList(),
                                text)))
                .orElse(usual);
    }

    private Optional<String> first(String... names) {
        return Stream.of(names)
                .map(name -> variables.getOrDefault(name, "").strip())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static RequestException unreadable(String name, List<String> allowed, String actual) {
        return new RequestException(name + " must be one of " + allowed + ", got: " + actual);
    }
}
