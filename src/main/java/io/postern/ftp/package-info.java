/** FTP's own forms: lines, commands, replies, addresses, verbs, deviations. Pure; the JDK only. */
@NullMarked
package io.postern.ftp;

import org.jspecify.annotations.NullMarked;
