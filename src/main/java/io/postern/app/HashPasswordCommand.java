package io.postern.app;

import io.postern.users.PasswordHash;
import io.postern.users.UserTable;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern hash-password}: makes a line of a file of users. */
@Command(
    name = "hash-password",
    header = "Make a line for the file that forward.users names.",
    description = {
      "",
      "Asks for the password, which is not shown, and writes USER:HASH. Where input or output is no"
          + " terminal, the password is the first line of standard input. The hash is one of"
          + " bcrypt, as 'htpasswd -nB USER' makes them too."
    },
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  postern hash-password anna",
      "  postern hash-password anna < password.txt >> users",
      "  htpasswd -nB anna >> users"
    })
final class HashPasswordCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "USER", description = "The user's name; without @, comma and spaces.")
  String user = "";

  @Override
  public Integer call() throws IOException {
    if (!UserTable.isName(user)) {
      throw new ParameterException(
          spec.commandLine(), "USER: expected a name without @, comma, colon and spaces");
    }
    String password = password();
    if (password == null) {
      throw new ParameterException(spec.commandLine(), "expected a password on standard input");
    }
    try {
      spec.commandLine().getOut().println(user + ":" + PasswordHash.of(password));
      return ExitCodes.OK;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable String password() throws IOException {
    try {
      return PasswordInput.ofProcess().read();
    } catch (PasswordInput.Different e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
