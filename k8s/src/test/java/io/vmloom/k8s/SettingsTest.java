package io.vmloom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Role;
import io.vmloom.cli.config.Setting;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What processes are told is what they understand, and what it refers to is there. */
class SettingsTest {
    private static final String CONTAINER = "/spec/template/spec/containers/0";
    private static final Set<String> OF_THE_PLATFORM = Set.of("POD_IP");

    private static List<Overlay> overlays() {
        return Overlay.all().toList();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyVariableIsASettingOfARoleThatGetsIt(Overlay overlay) {
        assertThat(overlay.ownDeployments()).hasSize(2).allSatisfy(deployment -> {
            Set<String> own = deployment
                    .each(CONTAINER + "/env")
                    .map(variable -> variable.path("name").asString())
                    .filter(name -> !OF_THE_PLATFORM.contains(name))
                    .collect(Collectors.toSet());
            assertThat(variables(EnumSet.of(role(deployment)))).containsAll(own);
        });
        assertThat(variables(EnumSet.allOf(Role.class)))
                .containsAll(overlay.settings().keySet());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void whatIsRequiredIsSaidAndEveryValueCanBeRead(Overlay overlay) {
        Configuration configuration = Configuration.load(Optional.empty(), overlay.settings());

        assertThat(configuration.required(Setting.KAFKA_SERVERS)).isNotEmpty();
        assertThat(configuration.duration(Setting.TASKS_DEADLINE)).isPositive();
        assertThat(overlay.settings())
                .containsKeys("VMLOOM_AUTH_TOKENS_FILE", "VMLOOM_TASKS_KEY_FILE", "VMLOOM_HTTP_HOST");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void portsOfSettingsAreThoseOfContainers(Overlay overlay) {
        assertThat(containerPort(overlay, "vmloom-coordinator"))
                .isEqualTo(overlay.settings().get("VMLOOM_HTTP_PORT"));
        assertThat(containerPort(overlay, "vmloom-worker"))
                .isEqualTo(overlay.settings().get("VMLOOM_METRICS_PORT"));
        assertThat(overlay.get("Deployment", "vmloom-coordinator")
                        .each(CONTAINER + "/env")
                        .filter(variable -> variable.path("name").asString().equals("VMLOOM_HTTP_ADVERTISED"))
                        .map(variable -> variable.path("value").asString()))
                .containsExactly("http://$(POD_IP):" + overlay.settings().get("VMLOOM_HTTP_PORT"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void serversInThisNamespaceAreServices(Overlay overlay) {
        Set<String> servers = new TreeSet<>(overlay.names("Service"));
        overlay.of("Kafka").forEach(kafka -> servers.add(kafka.name() + "-kafka-bootstrap"));

        Stream<String> hosts = Stream.of(overlay.settings()
                        .getOrDefault("VMLOOM_KAFKA_SERVERS", "")
                        .split(",", -1))
                .map(server -> server.split(":", -1)[0]);

        assertThat(hosts).isNotEmpty().allSatisfy(host -> assertThat(servers).contains(host));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyFileOfASettingIsMounted(Overlay overlay) {
        assertThat(files(overlay)).hasSize(2);
        files(overlay)
                .forEach((variable, file) -> assertThat(overlay.ownDeployments()
                                .filter(deployment ->
                                        variable.contains("TASKS") || role(deployment) == Role.COORDINATOR))
                        .as(variable)
                        .isNotEmpty()
                        .allSatisfy(deployment -> assertThat(mounts(deployment).keySet())
                                .anyMatch(mount -> file.startsWith(mount + "/"))));
    }

    /** What is no part of an overlay is for its user to create, and the text says how. */
    @ParameterizedTest
    @MethodSource("overlays")
    void everyConfigMapAndSecretIsThereOrToldOf(Overlay overlay) {
        String text = ModuleFiles.text(ModuleFiles.ofRepository("docs/kubernetes.md"));
        Set<String> maps = overlay.names("ConfigMap");
        Set<String> secrets = overlay.names("Secret");

        assertThat(overlay.of("Deployment")).isNotEmpty().allSatisfy(deployment -> {
            assertThat(references(deployment, "configMapRef", "name", "configMap"))
                    .allSatisfy(name -> assertThat(maps).contains(name));
            assertThat(references(deployment, "secretRef", "secretName", "secret"))
                    .allSatisfy(name -> assertThat(secrets.contains(name)
                                    || text.contains("kubectl -n vmloom create secret generic " + name + " "))
                            .as(name)
                            .isTrue());
        });
    }

    private static Set<String> references(Resource deployment, String fromVariables, String key, String volume) {
        Set<String> names = new TreeSet<>();
        deployment
                .each(CONTAINER + "/envFrom")
                .map(from -> from.path(fromVariables).path("name"))
                .filter(name -> !name.isMissingNode())
                .forEach(name -> names.add(name.asString()));
        deployment
                .each("/spec/template/spec/volumes")
                .map(mounted -> mounted.path(volume).path(key))
                .filter(name -> !name.isMissingNode())
                .forEach(name -> names.add(name.asString()));
        if (volume.equals("secret")) {
            deployment
                    .each(CONTAINER + "/env")
                    .map(variable -> variable.at("/valueFrom/secretKeyRef/name"))
                    .filter(name -> !name.isMissingNode())
                    .forEach(name -> names.add(name.asString()));
        }
        return names;
    }

    private static Map<String, String> mounts(Resource deployment) {
        return deployment
                .each(CONTAINER + "/volumeMounts")
                .collect(Collectors.toMap(
                        mount -> mount.path("mountPath").asString(),
                        mount -> mount.path("name").asString()));
    }

    private static Map<String, String> files(Overlay overlay) {
        Map<String, String> files = new TreeMap<>(overlay.settings());
        files.keySet().removeIf(name -> !name.endsWith("_FILE"));
        return files;
    }

    private static String containerPort(Overlay overlay, String deployment) {
        return overlay.get("Deployment", deployment).text(CONTAINER + "/ports/0/containerPort");
    }

    static Role role(Resource deployment) {
        return Role.valueOf(deployment.text(CONTAINER + "/args/0").toUpperCase(Locale.ROOT));
    }

    private static Set<String> variables(Set<Role> roles) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.roles().stream().anyMatch(roles::contains))
                .map(Setting::variable)
                .collect(Collectors.toSet());
    }
}
