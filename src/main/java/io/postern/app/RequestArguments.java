package io.postern.app;

import io.postern.config.RequestOptions;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is asked, as texts; {@link RequestOptions} reads them. */
final class RequestArguments {

  @Option(
      names = "--client",
      required = true,
      paramLabel = "ADDRESS",
      description = "The client's address.")
  String client = "";

  @Option(
      names = "--verb",
      required = true,
      paramLabel = "VERB",
      description =
          "A command such as STOR, or connect, active-data or passive-data; other is any that is"
              + " not known.")
  String verb = "";

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "The name that the client gave. Default: nobody yet.")
  @Nullable String user;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "What the command names, absolute or relative to --cwd.")
  @Nullable String path;

  @Option(
      names = "--cwd",
      paramLabel = "PATH",
      description = "The working directory. Default: not known.")
  @Nullable String cwd;

  @Option(
      names = "--listener",
      paramLabel = "NAME",
      description = "The listener's name. Default: ftp; of --config its first listener.")
  @Nullable String listener;

  @Option(
      names = "--server",
      paramLabel = "ADDRESS",
      description =
          "The server's address. Default: not known; of --config the listener's, if it is an address.")
  @Nullable String server;

  @Option(
      names = "--target",
      paramLabel = "HOST",
      description = "In forward mode, the host that the client has named.")
  @Nullable String target;

  @Option(names = "--tls", description = "The client's control channel is under TLS.")
  boolean tls;

  @Option(
      names = "--certificate",
      paramLabel = "SUBJECT",
      description = "The subject of the client's certificate, such as CN=bob,O=Partner; with TLS.")
  @Nullable String certificate;

  @Option(
      names = "--mode",
      paramLabel = "active|passive",
      description = "For a transfer, how its data connection is made.")
  @Nullable String mode;

  @Option(
      names = "--data-address",
      paramLabel = "ADDRESS:PORT",
      description = "What PORT or EPRT names; of a data connection its peer.")
  @Nullable String dataAddress;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "When, such as 2026-03-01T08:00:00Z. Default: now.")
  @Nullable String time;

  /** The texts of the options that are given. */
  Map<RequestOptions, String> given() {
    Map<RequestOptions, String> given = new EnumMap<>(RequestOptions.class);
    given.put(RequestOptions.CLIENT, client);
    given.put(RequestOptions.VERB, verb);
    put(given, RequestOptions.USER, user);
    put(given, RequestOptions.PATH, path);
    put(given, RequestOptions.CWD, cwd);
    put(given, RequestOptions.LISTENER, listener);
    put(given, RequestOptions.SERVER, server);
    put(given, RequestOptions.TARGET, target);
    put(given, RequestOptions.TLS, tls ? "true" : null);
    put(given, RequestOptions.CERTIFICATE, certificate);
    put(given, RequestOptions.MODE, mode);
    put(given, RequestOptions.DATA_ADDRESS, dataAddress);
    put(given, RequestOptions.TIME, time);
    return given;
  }

  private static void put(
      Map<RequestOptions, String> given, RequestOptions option, @Nullable String text) {
    Optional.ofNullable(text).ifPresent(value -> given.put(option, value));
  }
}
