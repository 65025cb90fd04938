/** The demo: the gateway in front of a small embedded FTP server with sample files. */
@NullMarked
package io.postern.demo;

import org.jspecify.annotations.NullMarked;
