package io.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.AdminAddress;
import io.postern.config.Settings;
import io.postern.net.ListenerSettings;
import io.postern.pinhole.PortRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests fit each other, and the settings that they mount. */
class KubernetesTest {

  private static final Path FOLDER = Path.of("deploy", "kubernetes");

  /** For what a stopping gateway closes by force. */
  private static final int LAST_WORDS_SECONDS = 5;

  @ParameterizedTest
  @ValueSource(strings = {"host-network", "load-balancer"})
  void everythingThatThePodNames_isThere(String name) throws Exception {
    Overlay overlay = Overlay.read(name);
    assertThat(overlay.all("ServiceAccount"))
        .extracting(account -> account.at("metadata.name").text())
        .contains(overlay.pod().at("serviceAccountName").text());
    List<String> volumes = new ArrayList<>();
    for (Tree volume : overlay.pod().at("volumes").items()) {
      volumes.add(volume.at("name").text());
      if (volume.at("configMap").isThere()) {
        assertThat(overlay.configMaps()).containsKey(volume.at("configMap.name").text());
      }
      if (volume.at("secret").isThere()) {
        assertThat(volume.at("secret.optional").text()).isEqualTo("true");
      }
    }
    assertThat(overlay.container().at("volumeMounts").items())
        .isNotEmpty()
        .extracting(mount -> mount.at("name").text())
        .containsExactlyInAnyOrderElementsOf(volumes);
    assertThat(overlay.configMaps().values())
        .isNotEmpty()
        .allSatisfy(files -> assertThat(files).isNotEmpty().allMatch(Files::isRegularFile));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host-network", "load-balancer"})
  void everyFileThatTheGatewayReads_isMounted(String name) throws Exception {
    Overlay overlay = Overlay.read(name);
    List<String> arguments =
        overlay.container().at("args").items().stream().map(Tree::text).toList();
    assertThat(arguments).containsSequence("run", "--config");
    assertMounted(overlay, Path.of(arguments.get(arguments.indexOf("--config") + 1)));
    assertMounted(overlay, overlay.settings().rules().file().orElseThrow());
  }

  private static void assertMounted(Overlay overlay, Path file) {
    List<String> mounted = new ArrayList<>();
    for (Tree mount : overlay.container().at("volumeMounts").items()) {
      for (Tree volume : overlay.pod().at("volumes").items()) {
        if (volume.at("name").text().equals(mount.at("name").text())) {
          overlay
              .configMaps()
              .getOrDefault(volume.at("configMap.name").text(), List.of())
              .forEach(
                  from -> mounted.add(mount.at("mountPath").text() + "/" + from.getFileName()));
        }
      }
    }
    assertThat(mounted).contains(file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"host-network", "load-balancer"})
  void everySelector_selectsThePods(String name) throws Exception {
    Overlay overlay = Overlay.read(name);
    Tree labels = overlay.workload().at("spec.template.metadata.labels");
    List<Tree> selectors = new ArrayList<>();
    selectors.add(overlay.workload().at("spec.selector.matchLabels"));
    overlay
        .all("NetworkPolicy")
        .forEach(policy -> selectors.add(policy.at("spec.podSelector.matchLabels")));
    overlay
        .all("PodDisruptionBudget")
        .forEach(budget -> selectors.add(budget.at("spec.selector.matchLabels")));
    overlay.all("Service").forEach(service -> selectors.add(service.at("spec.selector")));
    assertThat(selectors)
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(
            selector -> assertThat(selector.entries()).isNotEmpty().isSubsetOf(labels.entries()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host-network", "load-balancer"})
  void containerPorts_areThoseOfTheSettings(String name) throws Exception {
    Overlay overlay = Overlay.read(name);
    Settings settings = overlay.settings();
    assertThat(overlay.container().at("ports").items())
        .extracting(port -> port.at("name").text() + " " + port.at("containerPort").number())
        .containsExactlyInAnyOrder(
            "ftp " + listener(settings).port(),
            "metrics " + settings.admin().metrics().orElseThrow().port());
    assertThat(overlay.workload().at("spec.template.metadata.annotations").entries())
        .contains("prometheus.io/port=" + settings.admin().metrics().orElseThrow().port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"host-network", "load-balancer"})
  void probes_askWhatTheMetricsPortHas(String name) throws Exception {
    Tree container = Overlay.read(name).container();
    assertThat(probe(container, "startupProbe")).isEqualTo("/readyz at metrics");
    assertThat(probe(container, "readinessProbe")).isEqualTo("/readyz at metrics");
    assertThat(probe(container, "livenessProbe")).isEqualTo("/healthz at metrics");
  }

  private static String probe(Tree container, String probe) {
    Tree request = container.at(probe).at("httpGet");
    return request.at("path").text() + " at " + request.at("port").text();
  }

  @ParameterizedTest
  @ValueSource(strings = {"host-network", "load-balancer"})
  void gracePeriod_isLongEnoughToDrain(String name) throws Exception {
    Overlay overlay = Overlay.read(name);
    List<Tree> preStop = overlay.container().at("lifecycle.preStop.exec.command").items();
    long needed =
        preStop.get(preStop.size() - 1).number()
            + overlay.settings().net().stop().toSeconds()
            + LAST_WORDS_SECONDS;
    assertThat((long) overlay.pod().at("terminationGracePeriodSeconds").number())
        .isGreaterThanOrEqualTo(needed);
  }

  /** What is on loopback there is on the node's, where everybody's processes are. */
  @Test
  void admin_onTheNodesNetwork_isNoPort() throws Exception {
    assertThat(Overlay.read("host-network").pod().at("hostNetwork").text()).isEqualTo("true");
    assertThat(Overlay.read("host-network").settings().admin().listen())
        .get()
        .isInstanceOf(AdminAddress.Unix.class);
  }

  @Test
  void service_hasTheControlPortAndEachDataPort() throws Exception {
    Overlay overlay = Overlay.read("load-balancer");
    Tree service = overlay.all("Service").get(0);
    PortRange range = listener(overlay.settings()).dataPorts();
    List<String> expected = new ArrayList<>(List.of("21 to ftp"));
    IntStream.rangeClosed(range.first(), range.last())
        .forEach(port -> expected.add(port + " to the same"));
    assertThat(service.at("spec.ports").items())
        .extracting(
            port ->
                port.at("port").text()
                    + " to "
                    + (port.at("targetPort").isThere() ? port.at("targetPort").text() : "the same"))
        .containsExactlyElementsOf(expected);
    assertThat(service.at("spec.externalTrafficPolicy").text()).isEqualTo("Local");
  }

  @Test
  void networkPolicy_letsTheSettingsPortsIn() throws Exception {
    Overlay overlay = Overlay.read("load-balancer");
    ListenerSettings listener = listener(overlay.settings());
    List<String> open = new ArrayList<>();
    for (Tree rule : overlay.all("NetworkPolicy").get(0).at("spec.ingress").items()) {
      for (Tree port : rule.at("ports").items()) {
        String first = port.at("port").text();
        open.add(port.at("endPort").isThere() ? first + "-" + port.at("endPort").text() : first);
      }
    }
    assertThat(open)
        .containsExactlyInAnyOrder(
            String.valueOf(listener.port()),
            listener.dataPorts().toString(),
            String.valueOf(overlay.settings().admin().metrics().orElseThrow().port()));
  }

  @Test
  void podMonitor_scrapesThePortThatThePodsHave() throws Exception {
    Tree monitor = Tree.documents(FOLDER.resolve("components/pod-monitor/pod-monitor.yaml")).get(0);
    Tree endpoint = monitor.at("spec.podMetricsEndpoints").items().get(0);
    assertThat(endpoint.at("path").text()).isEqualTo("/metrics");
    assertThat(Overlay.read("load-balancer").container().at("ports").items())
        .extracting(port -> port.at("name").text())
        .contains(endpoint.at("port").text());
  }

  /** kustomize reads nothing outside its folders, so the rules are there once more. */
  @Test
  void rules_areTheDefaultProfile() throws Exception {
    String profile = Files.readString(Path.of("rules", "default.yaml"));
    assertThat(profile).endsWith(Files.readString(FOLDER.resolve("base/rules.yaml")));
  }

  private static ListenerSettings listener(Settings settings) {
    return settings.net().listeners().get(0);
  }
}
