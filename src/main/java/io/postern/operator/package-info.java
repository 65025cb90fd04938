/** What an operator's commands need: they ask the admin port of a running gateway, and show it. */
@NullMarked
package io.postern.operator;

import org.jspecify.annotations.NullMarked;
