package io.postern.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the published API of Kubernetes, and that of the Prometheus operator, takes: which kinds in
 * which version, which fields, of which types. It does not know which fields must be there.
 */
final class PublishedApi {

  private static final Map<String, Supplier<HasMetadata>> KINDS =
      Map.of(
          "DaemonSet", DaemonSet::new,
          "Deployment", Deployment::new,
          "NetworkPolicy", NetworkPolicy::new,
          "PodDisruptionBudget", PodDisruptionBudget::new,
          "PodMonitor", PodMonitor::new,
          "Service", Service::new,
          "ServiceAccount", ServiceAccount::new);

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(new KnownFields())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text -> {
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
              })
          .build();

  private PublishedApi() {}

  /**
   * The manifest as an object of the API.
   *
   * @throws IllegalArgumentException that names the first field that the API does not take so
   */
  static HasMetadata read(Tree manifest) {
    Supplier<HasMetadata> kind = KINDS.get(manifest.at("kind").text());
    if (kind == null) {
      throw new IllegalArgumentException("no kind " + manifest.at("kind").text());
    }
    HasMetadata empty = kind.get();
    if (!empty.getApiVersion().equals(manifest.at("apiVersion").text())) {
      throw new IllegalArgumentException("apiVersion is " + empty.getApiVersion());
    }
    return STRICT.convertValue(manifest.value(), empty.getClass());
  }

  /** The classes of the model would put what they don't know into a map. */
  private static final class KnownFields extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return false;
    }
  }
}
