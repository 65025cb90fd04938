/** Transcripts: behaviours as data files, and the two stages that they are performed on. */
@NullMarked
package io.postern.transcript;

import org.jspecify.annotations.NullMarked;
