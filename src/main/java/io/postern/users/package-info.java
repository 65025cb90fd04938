/**
 * The users of the gateway itself, who log in before they may name a server: their file of hashed
 * passwords, and the checks of passwords against it.
 */
@NullMarked
package io.postern.users;

import org.jspecify.annotations.NullMarked;
