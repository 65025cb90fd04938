package io.postern.hostile;

import io.postern.testing.TlsContexts;
import io.postern.tls.TestAuthority.Issued;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** TLS clients with a certificate. */
final class ClientKeys {

  private ClientKeys() {}

  /** That shows this certificate, whether the server asks for such a one or not. */
  static SSLContext of(Issued key) {
    return TlsContexts.believing(new Stubborn(key));
  }

  /** The JDK's own looks at the server's list of authorities. */
  private static final class Stubborn extends X509ExtendedKeyManager {

    private final Issued key;

    Stubborn(Issued key) {
      this.key = key;
    }

    @Override
    public String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return "key";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return key.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key.key();
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {"key"};
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
