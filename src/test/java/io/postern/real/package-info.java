/** Real FTP servers and real FTP clients, with the gateway between them. */
@NullMarked
package io.postern.real;

import org.jspecify.annotations.NullMarked;
