/** The life of pinholes: the table, the ports, the backend's interface. */
@NullMarked
package io.postern.pinhole;

import org.jspecify.annotations.NullMarked;
