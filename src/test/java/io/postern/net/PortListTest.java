package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PortListTest {

  @Test
  void text_joinsNeighbours() {
    assertThat(PortList.text(List.of())).isEmpty();
    assertThat(PortList.text(List.of(30_001))).isEqualTo("30001");
    assertThat(PortList.text(List.of(30_001, 30_003, 30_004, 30_005, 30_009, 30_010)))
        .isEqualTo("30001,30003-30005,30009-30010");
  }
}
