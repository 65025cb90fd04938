/** The admin port: metrics, health and bans over HTTP. */
@NullMarked
package io.postern.admin;

import org.jspecify.annotations.NullMarked;
