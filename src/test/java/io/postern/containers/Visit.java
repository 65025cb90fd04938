package io.postern.containers;

import io.postern.testing.TestCertificate;
import java.util.ArrayList;
import java.util.List;

/** A client, and how it is made to set up data connections, in the clear and under TLS. */
enum Visit {
  EPSV("passive", "--ftp-pasv"),
  PASV("passive", "--ftp-pasv --disable-epsv"),
  EPRT("active", "--ftp-port -"),
  PORT("active", "--ftp-port - --disable-eprt"),
  TLS_EPSV("passive", "--ftp-pasv --ssl-reqd --cacert " + ContainerSite.TRUSTED),
  TLS_PASV("passive", "--disable-epsv --ssl-reqd --cacert " + ContainerSite.TRUSTED),
  /** By lftp: under TLS Debian's curl (7.88) fails with active mode, whatever the server. */
  TLS_PORT("active", "") {
    @Override
    String[] upload(String local, String remote) {
      return lftp("put %s -o %s".formatted(local, remote));
    }

    @Override
    String[] download(String remote, String local) {
      return lftp("set xfer:clobber yes; get %s -o %s".formatted(remote, local));
    }
  };

  private static final String ROOT =
      "ftp://%s:%d/".formatted(TestCertificate.NAME, ContainerSite.PORT);

  private final String mode;
  private final String options;

  Visit(String mode, String options) {
    this.mode = mode;
    this.options = options;
  }

  /** The label of the metrics. */
  String mode() {
    return mode;
  }

  /** The command that brings a file of the client to the server. */
  String[] upload(String local, String remote) {
    return curl(with("--upload-file", local), remote);
  }

  /** The command that fetches a file of the server. */
  String[] download(String remote, String local) {
    return curl(with("--output", local), remote);
  }

  /** curl for a path of the server. */
  static String[] curl(List<String> options, String path) {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "15"));
    command.addAll(options);
    command.add(ROOT + path);
    return command.toArray(String[]::new);
  }

  private List<String> with(String... more) {
    List<String> all = new ArrayList<>(List.of(options.split(" ", -1)));
    all.addAll(List.of(more));
    return all;
  }

  private static String[] lftp(String commands) {
    String settings =
        "set net:max-retries 1; set net:timeout 20; set cmd:fail-exit yes;"
            + " set ftp:passive-mode no; set ftp:ssl-force yes; set ftp:ssl-protect-data yes;"
            + " set ssl:ca-file %s;".formatted(ContainerSite.TRUSTED);
    return new String[] {
      "lftp", "--norc", "-c", settings + " open %s; ".formatted(ROOT) + commands
    };
  }
}
