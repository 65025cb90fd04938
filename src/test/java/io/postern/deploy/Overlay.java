package io.postern.deploy;

import io.postern.config.ConfigException;
import io.postern.config.Settings;
import io.postern.config.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An overlay of {@code deploy/kubernetes}: its manifests and those of its base, as kustomize puts
 * them together, and the ConfigMaps that it makes of files.
 */
final class Overlay {

  private static final Path ALL = Path.of("deploy", "kubernetes");

  private final Path folder;
  private final List<Tree> manifests = new ArrayList<>();
  private final Map<String, List<Path>> configMaps = new HashMap<>();

  private Overlay(Path folder) {
    this.folder = folder;
  }

  static Overlay read(String name) throws IOException {
    Overlay overlay = new Overlay(ALL.resolve("overlays").resolve(name));
    overlay.add(overlay.folder);
    return overlay;
  }

  private void add(Path part) throws IOException {
    Tree kustomization = Tree.documents(part.resolve("kustomization.yaml")).get(0);
    for (Tree resource : kustomization.at("resources").items()) {
      Path path = part.resolve(resource.text()).normalize();
      if (Files.isDirectory(path)) {
        add(path);
      } else {
        manifests.addAll(Tree.documents(path));
      }
    }
    for (Tree made : kustomization.at("configMapGenerator").items()) {
      List<Path> files =
          made.at("files").items().stream().map(file -> part.resolve(file.text())).toList();
      configMaps.put(made.at("name").text(), files);
    }
  }

  /** The manifests of a kind. */
  List<Tree> all(String kind) {
    return manifests.stream().filter(manifest -> manifest.at("kind").text().equals(kind)).toList();
  }

  /** The one Deployment or DaemonSet. */
  Tree workload() {
    List<Tree> workloads = new ArrayList<>(all("Deployment"));
    workloads.addAll(all("DaemonSet"));
    if (workloads.size() != 1) {
      throw new IllegalStateException(folder + " has " + workloads.size() + " workloads");
    }
    return workloads.get(0);
  }

  /** What it says about its pods. */
  Tree pod() {
    return workload().at("spec.template.spec");
  }

  /** The gateway's container. */
  Tree container() {
    return pod().at("containers").items().get(0);
  }

  /** The files of each ConfigMap. */
  Map<String, List<Path>> configMaps() {
    return configMaps;
  }

  /** The gateway's settings, read by the gateway's own parser. */
  Settings settings() throws IOException, ConfigException {
    Path file = folder.resolve("postern.yaml");
    return SettingsFile.parse(file.toString(), Files.readAllBytes(file)).settings();
  }
}
