/** YAML to validated, immutable settings, with every mistake reported at once. */
@NullMarked
package io.postern.config;

import org.jspecify.annotations.NullMarked;
