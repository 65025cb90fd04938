package io.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manifests have no field that the published API does not know, and none of another type. */
class KubernetesApiTest {

  private static final Path FOLDER = Path.of("deploy", "kubernetes");

  /** These are kustomize's and the gateway's own. */
  private static final List<String> OTHERS =
      List.of("kustomization.yaml", "postern.yaml", "rules.yaml");

  @Test
  void everyManifest_isOneThatTheApiTakes() throws Exception {
    List<String> kinds = new ArrayList<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(KubernetesApiTest::isManifest).sorted().toList()) {
        for (Tree manifest : Tree.documents(file)) {
          kinds.add(PublishedApi.read(manifest).getKind());
        }
      }
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "DaemonSet",
            "Deployment",
            "NetworkPolicy",
            "PodDisruptionBudget",
            "PodMonitor",
            "Service",
            "ServiceAccount");
  }

  private static boolean isManifest(Path file) {
    return Files.isRegularFile(file) && !OTHERS.contains(file.getFileName().toString());
  }

  /** Each a mistake that kubectl or the API server would tell, once somebody deploys. */
  @ParameterizedTest
  @CsvSource({
    "overlays/load-balancer/deployment.yaml, terminationGracePeriodSeconds, terminationGracePeriod",
    "overlays/load-balancer/deployment.yaml, readOnlyRootFilesystem, readOnlyRootFileSystem",
    "overlays/load-balancer/deployment.yaml, containerPort: 2121, containerPort: ftp",
    "overlays/load-balancer/deployment.yaml, periodSeconds: 2, periodSeconds: '\"2\"'",
    "overlays/load-balancer/deployment.yaml, 'prometheus.io/scrape: \"true\"', prometheus.io/scrape: true",
    "overlays/load-balancer/deployment.yaml, apps/v1, extensions/v1beta1",
    "overlays/load-balancer/service.yaml, externalTrafficPolicy, externalTraffic",
    "overlays/host-network/daemon-set.yaml, updateStrategy, strategy",
    "overlays/host-network/daemon-set.yaml, hostNetwork: true, hostNetwork: 'yes'",
    "base/network-policy.yaml, endPort, lastPort",
    "base/disruption-budget.yaml, maxUnavailable, maxUnavailble",
    "base/service-account.yaml, kind: ServiceAccount, kind: ServiceAcount",
    "components/pod-monitor/pod-monitor.yaml, podMetricsEndpoints, endpoints"
  })
  void mistake_isFound(String file, String right, String wrong, @TempDir Path folder)
      throws Exception {
    String text = Files.readString(FOLDER.resolve(file));
    assertThat(text).contains(right);
    Path mistaken = Files.writeString(folder.resolve("wrong.yaml"), text.replace(right, wrong));
    Tree manifest = Tree.documents(mistaken).get(0);
    assertThatThrownBy(() -> PublishedApi.read(manifest))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
