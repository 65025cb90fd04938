package io.postern.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What decides the answer to a ClientHello (RFC 8446 section 4.1.2) before an engine sees it.
 *
 * @param serverName SNI (RFC 6066 section 3) in lower case; null if there is none, or it is no host
 *     name
 * @param protocols ALPN (RFC 7301 section 3.1); empty if there is none
 */
record ClientHello(@Nullable String serverName, List<String> protocols) {

  private static final int SERVER_NAME = 0;
  private static final int ALPN = 16;
  private static final int VERSION_AND_RANDOM = 2 + 32;
  private static final int HOST_NAME = 0;
  private static final Pattern HOST = Pattern.compile("[a-z0-9_.-]{1,253}");
  private static final ClientHello SAYS_NOTHING = new ClientHello(null, List.of());

  /**
   * Of the handshake message's body. One that is not well-formed says nothing: the engine will
   * refuse it.
   */
  static ClientHello parse(ByteBuf body) {
    try {
      ByteBuf in = body.duplicate();
      in.skipBytes(VERSION_AND_RANDOM);
      in.skipBytes(in.readUnsignedByte());
      in.skipBytes(in.readUnsignedShort());
      in.skipBytes(in.readUnsignedByte());
      return in.isReadable() ? extensions(in.readSlice(in.readUnsignedShort())) : SAYS_NOTHING;
    } catch (IndexOutOfBoundsException e) {
      return SAYS_NOTHING;
    }
  }

  private static ClientHello extensions(ByteBuf in) {
    String serverName = null;
    List<String> protocols = List.of();
    while (in.isReadable()) {
      int type = in.readUnsignedShort();
      ByteBuf extension = in.readSlice(in.readUnsignedShort());
      if (type == SERVER_NAME && extension.isReadable()) {
        serverName = hostName(extension.readSlice(extension.readUnsignedShort()));
      } else if (type == ALPN) {
        protocols = protocols(extension.readSlice(extension.readUnsignedShort()));
      }
    }
    return new ClientHello(serverName, protocols);
  }

  private static @Nullable String hostName(ByteBuf names) {
    while (names.isReadable()) {
      int type = names.readUnsignedByte();
      ByteBuf name = names.readSlice(names.readUnsignedShort());
      if (type == HOST_NAME) {
        String text = name.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return HOST.matcher(text).matches() ? text : null;
      }
    }
    return null;
  }

  private static List<String> protocols(ByteBuf names) {
    List<String> protocols = new ArrayList<>();
    while (names.isReadable()) {
      protocols.add(
          names.readSlice(names.readUnsignedByte()).toString(StandardCharsets.ISO_8859_1));
    }
    return protocols;
  }
}
