package io.postern.net;

import io.postern.users.ProxyUsers;

/**
 * What sessions use whose clients name their servers. Thread-safe.
 *
 * @param names looks up what they name
 * @param own where no session may be led
 * @param users who may name a server
 */
record LateServers(HostNames names, OwnEndpoints own, ProxyUsers users) {}
