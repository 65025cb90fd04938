/** What is counted across sessions: places under the limits of rules, failed logins, bans. */
@NullMarked
package io.postern.quota;

import org.jspecify.annotations.NullMarked;
