package io.postern.real;

import io.postern.real.ProfileSite.Starter;
import io.postern.testing.Needs;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The profiles of {@code rules/}, with real servers behind the gateway and real clients before it.
 * Most of the time is what servers make a client wait whose password was wrong: both wait at once.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProfilesIT {

  @Nested
  @Needs(
      programs = {"vsftpd", "curl", "lftp", "tnftp"},
      root = true,
      linux = true)
  class InFrontOfVsftpd extends ProfileCases {
    InFrontOfVsftpd() {
      super(Vsftpd::new);
    }

    @Override
    Starter neverReplacing() {
      return (folder, address) -> new Vsftpd(folder, address, "anon_other_write_enable=NO\n");
    }

    @Override
    String notReplaced() {
      return "553 Could not create file.";
    }
  }

  @Nested
  @Needs(
      programs = {"proftpd", "curl", "lftp", "tnftp"},
      root = true,
      linux = true)
  class InFrontOfProFtpd extends ProfileCases {
    InFrontOfProFtpd() {
      super(ProFtpd::new);
    }

    @Override
    Starter neverReplacing() {
      return (folder, address) -> new ProFtpd(folder, address, false);
    }

    @Override
    String notReplaced() {
      return "550 ";
    }
  }
}
