package io.postern.real;

/** The sizes of the files that the servers serve. */
enum Size {
  EMPTY("0 B", 0),
  ONE_BYTE("1 B", 1),
  SIXTY_FOUR_KIB("64 KiB", 64L << 10),
  ONE_MIB("1 MiB", 1L << 20),
  FOUR_MIB("4 MiB", 4L << 20),
  /** More than all socket buffers on the way hold: it can be aborted while it runs. */
  LARGE("200 MiB", 200L << 20);

  private final String text;
  private final long bytes;

  Size(String text, long bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  /** The name of the file of this size. */
  String fileName() {
    return bytes + ".bin";
  }

  @Override
  public String toString() {
    return text;
  }
}
