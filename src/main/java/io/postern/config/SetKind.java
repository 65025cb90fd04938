package io.postern.config;

import io.postern.ftp.Network;
import io.postern.policy.Hosts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of sets.
 *
 * @param label the key in a set, and how a set of it is named: {@code networks}
 * @param value what one value is
 */
record SetKind<T>(String label, TextShape<T> value) {

  static final SetKind<Network> NETWORKS = new SetKind<>("networks", NetworkTypes.network());
  static final SetKind<UserName> USERS = new SetKind<>("users", UserTypes.user());
  static final SetKind<CertificateName> CERTIFICATES =
      new SetKind<>("certificates", CertificateTypes.name());
  static final SetKind<String> EXTENSIONS = new SetKind<>("extensions", FileTypes.extension());

  static final SetKind<Hosts> HOSTS = new SetKind<>("hosts", NetworkTypes.host());

  static final List<SetKind<?>> ALL = List.of(NETWORKS, HOSTS, USERS, CERTIFICATES, EXTENSIONS);

  /** Values, and names of sets, in a condition. A word that names a set is never a value. */
  Items<T> orSet() {
    return new Items<>(
        value.expected() + ", or the name of a set of " + label, schema(), false, this::values);
  }

  // No schema can know the names of the sets.
  private Map<String, Object> schema() {
    return label.equals("networks")
        ? Schemas.anyOf(value.schema(), Schemas.text(NamedSets.NAME))
        : value.schema();
  }

  private Optional<List<T>> values(String text, Place at, Reading reading) {
    NamedSet<?> set = reading.set(text);
    if (set != null && set.kind().equals(this)) {
      @SuppressWarnings("unchecked") // the kind is the type
      List<T> values = (List<T>) set.values();
      if (values.isEmpty()) {
        reading.problems().warn(at, "the set \"" + text + "\" is empty: this holds for nobody");
      }
      return Optional.of(values);
    }
    if (set != null) {
      wrong(TextShape.got(text) + ", which is a set of " + set.kind().label(), at, reading);
      return Optional.empty();
    }
    return reading.isWrongSet(text) ? Optional.empty() : value(text, at, reading);
  }

  private Optional<List<T>> value(String text, Place at, Reading reading) {
    Optional<T> read = value.type().parse(text);
    Optional<String> near = reading.suggest(text, reading.sets(this));
    if (read.isEmpty()) {
      String tail = value.tail().apply(text);
      wrong(near.map(word -> TextShape.got(text) + meant(word)).orElse(tail), at, reading);
    } else if (near.filter(set -> Suggestion.distance(text, set) == 1).isPresent()) {
      reading
          .problems()
          .warn(at, Quote.text(text) + " is no set, but a value by itself" + meant(near.get()));
    }
    return read.map(List::of);
  }

  private static String meant(String near) {
    return "; did you mean \"" + near + "\"?";
  }

  private void wrong(String tail, Place at, Reading reading) {
    reading.problems().mistake(at, "expected " + orSet().expected() + tail);
  }
}
