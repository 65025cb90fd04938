/** The admin port: metrics and health over HTTP. */
@NullMarked
package io.postern.admin;

import org.jspecify.annotations.NullMarked;
