package io.postern.upstream;

import io.postern.ftp.Network;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Weighted rendezvous hashing (Thaler and Ravishankar 1998; weights as Schindelhauer and Schomaker
 * 2005): client and server together give each server a score, and the highest wins. A server that
 * leaves takes no other's score with it, so only its own clients move; one whose weight grows only
 * wins clients. The hash has no secret and no state: after a restart, and on a second gateway with
 * the same servers, a client finds the same server.
 */
final class SourceHash implements Balance {

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final double UNIT = 0x1p-53;

  @Override
  public Member choose(List<Member> free, Client client, long nowNanos) {
    long hash = fnv(FNV_BASIS, Network.ofClient(client.address()).address().getAddress());
    return free.stream()
        .max(Comparator.comparingDouble(each -> score(each, hash, nowNanos)))
        .orElseThrow();
  }

  private static double score(Member member, long client, long nowNanos) {
    byte[] name = member.server().toString().getBytes(StandardCharsets.UTF_8);
    // 53 bits make an even number between 0 and 1, never one of the two.
    double even = ((mixed(fnv(client, name)) >>> 11) + 0.5) * UNIT;
    return member.weight(nowNanos) / -Math.log(even);
  }

  /** FNV-1a, 64 bits. */
  private static long fnv(long start, byte[] bytes) {
    long hash = start;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }

  /** The last step of SplitMix64: FNV alone spreads its last bytes over few high bits. */
  private static long mixed(long hash) {
    long first = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
    return second ^ (second >>> 31);
  }
}
