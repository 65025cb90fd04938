package io.postern.net;

import io.netty.channel.EventLoop;
import io.postern.event.EventSink;
import io.postern.pinhole.PinholeTable;
import java.util.function.Consumer;

/**
 * What a session's runner uses of its surroundings.
 *
 * @param settings the listener's
 * @param arrival who has come, and where
 * @param eventLoop where the session lives
 * @param connector how the server is reached
 * @param late where clients name the server
 * @param advertising what peers are told
 * @param pinholes all pinholes of the process
 * @param pacers the rates that data connections share
 * @param opaque the listener's opaque data ports
 * @param tls the session's own
 * @param held what all sessions keep of lines and replies
 * @param sink takes the events
 * @param ended told once when the session is over
 */
record SessionHost(
    ListenerSettings settings,
    Arrival arrival,
    EventLoop eventLoop,
    Connector connector,
    LateServers late,
    Advertising advertising,
    PinholeTable pinholes,
    Pacers pacers,
    OpaquePorts opaque,
    SessionTls tls,
    HeldBytes held,
    EventSink sink,
    Consumer<LiveSession> ended) {}
