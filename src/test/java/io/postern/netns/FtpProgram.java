package io.postern.netns;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The FTP clients of the machine, each told which command sets its data connections up. */
enum FtpProgram {
  CURL {
    @Override
    Shell.Ran download(Host host, String verb, String url, Path to) {
      return run(host, verb, "-o", to.toString(), url);
    }

    @Override
    Shell.Ran upload(Host host, String verb, Path from, String url) {
      return run(host, verb, "-T", from.toString(), url);
    }

    private Shell.Ran run(Host host, String verb, String... arguments) {
      List<String> command = new ArrayList<>(List.of("curl", "-sS", "-g", "--max-time", "30"));
      command.addAll(options(verb));
      command.addAll(List.of(arguments));
      return host.run(command.toArray(String[]::new));
    }

    private List<String> options(String verb) {
      return switch (verb) {
        case "PASV" -> List.of("--disable-epsv");
        case "EPSV" -> List.of();
        case "PORT" -> List.of("-P", "-", "--disable-eprt");
        case "EPRT" -> List.of("-P", "-");
        default -> throw new IllegalArgumentException(verb);
      };
    }
  },

  LFTP {
    @Override
    Shell.Ran download(Host host, String verb, String url, Path to) {
      return run(host, verb, "get1 -o " + to + " " + url);
    }

    @Override
    Shell.Ran upload(Host host, String verb, Path from, String url) {
      int name = url.lastIndexOf('/') + 1;
      String put = "put " + from + " -o " + url.substring(name);
      return run(host, verb, "open " + url.substring(0, name) + "; " + put);
    }

    private Shell.Ran run(Host host, String verb, String commands) {
      String settings =
          "set cmd:fail-exit yes; set net:max-retries 1; set net:timeout 15;"
              + " set ftp:ssl-allow no; set ftp:use-tvfs no;"
              + (" set ftp:passive-mode " + verb.endsWith("SV") + ";")
              + (" set ftp:prefer-epsv " + verb.equals("EPSV") + "; ");
      return host.run("lftp", "--norc", "-c", settings + commands);
    }
  };

  /** Fetches a file; anonymously. */
  abstract Shell.Ran download(Host host, String verb, String url, Path to);

  /** Stores a file; anonymously. */
  abstract Shell.Ran upload(Host host, String verb, Path from, String url);
}
