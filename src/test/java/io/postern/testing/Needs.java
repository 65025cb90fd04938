package io.postern.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a test needs of the machine. Where something is missing, the test is reported as skipped
 * with the reason; with {@code POSTERN_TESTS=all} in the environment it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsCondition.class)
public @interface Needs {

  /** Names of programs, as {@link Programs#find} looks for them. */
  String[] programs() default {};

  /** Files of packages, as {@link Programs#findFile} looks for them. */
  String[] files() default {};

  /** Modules of the system's Python, {@code /usr/bin/python3}. */
  String[] pythonModules() default {};

  /** Whether the test must run as root: network namespaces, ports below 1024, other users. */
  boolean root() default false;

  /** Whether the test must run on Linux: {@code /proc}, namespaces. */
  boolean linux() default false;

  /** Whether the test needs a Docker engine that answers, where {@code docker} looks for it. */
  boolean docker() default false;
}
