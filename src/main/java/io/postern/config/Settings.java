package io.postern.config;

import io.postern.ftp.Endpoint;
import io.postern.net.NetSettings;
import io.postern.policy.Policy;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A whole configuration, checked.
 *
 * @param net listeners, limits, timeouts
 * @param policy the stances on deviations
 * @param admin where the admin port listens; empty means nowhere
 * @param audit where the audit log goes; empty means nowhere
 */
public record Settings(
    NetSettings net, Policy policy, Optional<Endpoint> admin, Optional<Path> audit) {}
