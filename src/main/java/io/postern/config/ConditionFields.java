package io.postern.config;

import io.postern.policy.Conditions;
import io.postern.policy.TimeWindow;
import io.postern.policy.Users;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes conditions of the values of {@code when} and {@code unless}. */
final class ConditionFields {

  private static final Users NOBODY = new Users(Set.of(), List.of(), false);

  private ConditionFields() {}

  static Conditions conditions(Fields when) {
    return new Conditions(
        list(when, ConditionKeys.CLIENT),
        Set.copyOf(list(when, ConditionKeys.LISTENER)),
        list(when, ConditionKeys.SERVER),
        when.find(ConditionKeys.TARGET).map(ForwardKeys::hosts),
        users(when),
        when.find(ConditionKeys.TLS),
        when.find(ConditionKeys.CERTIFICATE).map(CertificateName::certificates),
        Set.copyOf(list(when, ConditionKeys.VERB)),
        list(when, ConditionKeys.PATH),
        Set.copyOf(list(when, ConditionKeys.EXTENSION)),
        Set.copyOf(list(when, ConditionKeys.DIRECTION)),
        when.find(ConditionKeys.MODE),
        when.find(ConditionKeys.TIME).map(ConditionFields::window),
        list(when, ConditionKeys.DATA_ADDRESS),
        list(when, ConditionKeys.DATA_PORT),
        when.find(ConditionKeys.THIRD_PARTY));
  }

  private static <T> List<T> list(Fields when, RuleKey<List<T>> key) {
    return when.find(key).orElse(List.of());
  }

  /**
   * An empty list is no condition; but a set that is empty holds nobody, so that the whole must not
   * hold: that of a condition on users says so.
   */
  private static Optional<Users> users(Fields when) {
    boolean never =
        Stream.of(
                ConditionKeys.CLIENT,
                ConditionKeys.SERVER,
                ConditionKeys.EXTENSION,
                ConditionKeys.DATA_ADDRESS)
            .anyMatch(key -> when.find(key).filter(List::isEmpty).isPresent());
    return never ? Optional.of(NOBODY) : when.find(ConditionKeys.USER).map(UserName::users);
  }

  private static TimeWindow window(Fields time) {
    return new TimeWindow(
        Set.copyOf(list(time, ConditionKeys.DAYS)),
        time.find(ConditionKeys.FROM).orElse(LocalTime.MIDNIGHT),
        time.find(ConditionKeys.TO).orElse(LocalTime.MIDNIGHT),
        time.find(ConditionKeys.ZONE).orElse(ZoneOffset.UTC));
  }
}
