package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file fetched and another stored, each in a session of its own, and both compared.
 *
 * @param from where the client runs
 * @param verb the set-up command that it is told to use
 * @param url of the folder, which ends with a slash
 * @param files the same folder, as the server has it
 * @param local a folder for the client's own files
 */
record RoundTrip(FtpProgram client, Host from, String verb, String url, Path files, Path local) {

  private static final int DOWN_BYTES = 1 << 20;
  private static final int UP_BYTES = 333_333;

  /** Leaves the files {@code down} and {@code up} at the server. */
  void perform() throws IOException {
    byte[] content = Payload.of(DOWN_BYTES);
    Files.write(files.resolve("down"), content);
    Path up = Files.write(local.resolve("up"), Payload.of(UP_BYTES));
    Path down = local.resolve("down");
    Files.deleteIfExists(down);

    client.download(from, verb, url + "down", down).orFail();
    client.upload(from, verb, up, url + "up").orFail();

    assertThat(Sha256.of(down)).isEqualTo(Sha256.of(content));
    assertThat(Sha256.of(files.resolve("up"))).isEqualTo(Sha256.of(up));
  }
}
