/** The gateway between hosts in network namespaces: real servers, real clients, real silence. */
@NullMarked
package io.postern.netns;

import org.jspecify.annotations.NullMarked;
