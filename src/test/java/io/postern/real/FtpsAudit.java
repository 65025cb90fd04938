package io.postern.real;

import static io.postern.real.SessionAudit.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;

/**
 * What the gateway's audit log says of one row: of a row that is served, that TLS stood where the
 * stance has it, with the row's version, and that one transfer went through one pinhole of the
 * row's mode, or through one opaque data connection.
 *
 * @param session the row's
 */
record FtpsAudit(FtpsCase row, SessionAudit session) {

  /** Waits for the end of the session and takes what has been told of it. */
  static FtpsAudit await(FtpsCase row, Supplier<List<String>> lines) {
    return new FtpsAudit(row, SessionAudit.await(lines));
  }

  /** The client's data connection was refused because it resumed nothing. */
  void assertRefusedForNotResuming() {
    String code = "\"code\":522";
    assertThat(
            session.count("transfer", code, text("result", "aborted"), text("end", "not-resumed")))
        .as("refused, %s", session)
        .isEqualTo(1);
  }

  void assertServed() {
    assertThat(session.count("session-opened")).as("sessions, %s", session).isEqualTo(1);
    assertThat(session.count("tls-failed")).as("failed TLS, %s", session).isZero();
    assertTls("client", row.stance().hasOwnCertificate());
    assertTls("server", row.stance().hasServerTls());
    if (row.stance() == FtpsStance.OPAQUE) {
      assertThat(session.count("session-blind")).as("blind, %s", session).isEqualTo(1);
      // Reset at their end where a peer closes before it has read the other's close_notify.
      assertThat(session.count("opaque-data-closed"))
          .as("data connections, %s", session)
          .isEqualTo(1);
      assertThat(session.count("login")).as("logins seen, %s", session).isZero();
    } else {
      session.assertTransfer(row.form().mode());
    }
  }

  private void assertTls(String side, boolean has) {
    long told =
        session.count(
            "tls-started",
            text("side", side),
            text("protocol", row.version().protocol()),
            "\"resumed\":false");
    assertThat(told).as("TLS with the %s, %s", side, session).isEqualTo(has ? 1 : 0);
    assertThat(session.count("tls-started", text("side", side))).isEqualTo(told);
  }
}
