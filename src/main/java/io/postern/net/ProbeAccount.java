package io.postern.net;

import java.nio.file.Path;

/**
 * The account that probes log in with.
 *
 * @param user not empty, without control characters
 * @param passwordFile its first line is the password
 * @param passive whether the server must also offer a port for a data connection
 */
public record ProbeAccount(String user, Path passwordFile, boolean passive) {}
