package io.vmloom.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ServerEncryption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3PropertiesTest {
    private static final Location.InBucket DISK = new Location.InBucket("images", "disk.qcow2");
    private static final String CREATED =
            "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";

    private final ScriptedS3 server = new ScriptedS3();
    private final S3ObjectStore store = S3ObjectStore.open(server.settings());

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void anUploadSaysWhatTheObjectIsToBe() {
        ScriptedS3.Asked asked = create(new ObjectProperties(
                Optional.of("STANDARD_IA"),
                new ServerEncryption.ManagedKey(Optional.of("key-1")),
                Map.of("wave", "2 & more", "cost centre", "4711"),
                Optional.of("application/x-qcow2"),
                Optional.of("bucket-owner-full-control")));

        assertThat(asked.header("x-amz-storage-class")).isEqualTo("STANDARD_IA");
        assertThat(asked.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
        assertThat(asked.header("x-amz-server-side-encryption-aws-kms-key-id")).isEqualTo("key-1");
        assertThat(asked.header("x-amz-tagging")).isEqualTo("cost%20centre=4711&wave=2%20%26%20more");
        assertThat(asked.header("content-type")).isEqualTo("application/x-qcow2");
        assertThat(asked.header("x-amz-acl")).isEqualTo("bucket-owner-full-control");
        assertThat(asked.header("x-amz-meta-made")).isEqualTo("here");
    }

    @Test
    void theStoresOwnKeyAndNothingAtAllCanBeSaidToo() {
        ScriptedS3.Asked stores = create(new ObjectProperties(
                Optional.empty(), new ServerEncryption.StoreKey(), Map.of(), Optional.empty(), Optional.empty()));
        ScriptedS3.Asked nothing = create(ObjectProperties.NONE);

        assertThat(stores.header("x-amz-server-side-encryption")).isEqualTo("AES256");
        assertThat(nothing.headers())
                .doesNotContainKeys(
                        "x-amz-server-side-encryption", "x-amz-storage-class", "x-amz-tagging", "x-amz-acl");
    }

    @Test
    void aStoreThatKnowsNoTagsIsNoFaultOfOurs() {
        ObjectProperties tagged = new ObjectProperties(
                Optional.empty(),
                new ServerEncryption.OfBucket(),
                Map.of("a", "b"),
                Optional.empty(),
                Optional.empty());
        server.script(ScriptedS3.error(501, "NotImplemented"));

        assertThatThrownBy(() -> store.createUpload(DISK, Map.of(), tagged))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("s3://images/disk.qcow2: the store does not take what output.object says")
                .hasMessageContaining("NotImplemented");
    }

    private ScriptedS3.Asked create(ObjectProperties properties) {
        server.restart(ScriptedS3.xml(CREATED));
        store.createUpload(DISK, Map.of("made", "here"), properties);
        return server.asked().getFirst();
    }
}
