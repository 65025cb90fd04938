package io.postern.policy;

import io.postern.ftp.Endpoint;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request, made ready for the conditions of many rules. Used by one thread, for one decision. */
final class Facts {

  /** How a question is meant. */
  enum Question {
    /** What is to be done? What can't be told is denied. */
    DECIDE,
    /**
     * The same before the server is known, from whoever comes to know it: could that make a
     * difference? What only the server or its name could deny is not denied yet.
     */
    BEFORE_SERVER,
    /** Could it be allowed, whatever the path and the data connection turn out to be? */
    COULD_BE
  }

  final Request request;
  final Question question;
  final AddressBits client;
  final @Nullable AddressBits server;
  final @Nullable AddressBits data;

  /** As the request has it, without regard to case where the server has none. */
  final FilePath path;

  /** The user as a component of such a path. */
  final @Nullable String pathUser;

  private @Nullable List<String> extensions;

  Facts(Request request, boolean windowsPaths, Question question) {
    this.request = request;
    this.question = question;
    this.client = AddressBits.of(request.client());
    this.server = bits(request.server());
    this.data = bits(request.dataAddress());
    this.path = path(request.path(), windowsPaths, question);
    String user = request.user();
    this.pathUser = windowsPaths && user != null ? CaseFolding.fold(user) : user;
  }

  private static @Nullable AddressBits bits(@Nullable InetAddress address) {
    return address == null ? null : AddressBits.of(address);
  }

  private static @Nullable AddressBits bits(@Nullable Endpoint endpoint) {
    return endpoint == null ? null : AddressBits.of(endpoint.address());
  }

  private static FilePath path(FilePath path, boolean windowsPaths, Question question) {
    if (question == Question.COULD_BE) {
      return FilePath.UNKNOWN;
    }
    return windowsPaths ? folded(path) : path;
  }

  private static FilePath folded(FilePath path) {
    if (path.state() != FilePath.State.KNOWN) {
      return path;
    }
    FilePath resolved = FilePath.resolve(FilePath.NONE, path.text(), true);
    return resolved.state() == FilePath.State.KNOWN
        ? FilePath.known(CaseFolding.fold(resolved.text()))
        : resolved;
  }

  /** What is not named: it does not match, but may do so if it is named later. */
  Truth absent() {
    return question == Question.COULD_BE ? Truth.MAYBE : Truth.NO;
  }

  /** Which server it is, or what the client calls it, is not known, but will be. */
  Truth serverless() {
    return question == Question.DECIDE ? Truth.NO : Truth.MAYBE;
  }

  /** The last component of the path; empty if none is known. */
  String fileName() {
    return path.text().substring(path.text().lastIndexOf('/') + 1);
  }

  /**
   * What stands behind the last dot of the file's name, behind the one before it, and so on, up to
   * {@link Conditions#MAX_EXTENSION_PARTS}; without regard to case.
   */
  List<String> extensions() {
    List<String> known = extensions;
    if (known == null) {
      known = split(fileName());
      extensions = known;
    }
    return known;
  }

  private static List<String> split(String name) {
    List<String> found = new ArrayList<>();
    for (int dot = name.lastIndexOf('.');
        dot >= 0 && found.size() < Conditions.MAX_EXTENSION_PARTS;
        dot = name.lastIndexOf('.', dot - 1)) {
      found.add(CaseFolding.fold(name.substring(dot + 1)));
    }
    return found;
  }
}
