package io.postern.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;

/**
 * The Java process itself: memory, threads, garbage collection, processor time, descriptors,
 * uptime, and the memory of Netty's buffers. Closing it ends the listening for collections.
 */
public final class ProcessMeters implements AutoCloseable {

  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Registers the meters. */
  public ProcessMeters(MeterRegistry registry) {
    new JvmInfoMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    buffers(new MeterFactory(registry), ByteBufAllocator.DEFAULT);
  }

  /** Netty's buffers may lie outside what the JVM counts as direct memory. */
  private static void buffers(MeterFactory meters, ByteBufAllocator allocator) {
    if (allocator instanceof ByteBufAllocatorMetricProvider provider) {
      ByteBufAllocatorMetric metric = provider.metric();
      String description = "Memory that Netty's buffers hold";
      meters.gauge("buffer.bytes", description, metric::usedDirectMemory, "memory", "direct");
      meters.gauge("buffer.bytes", description, metric::usedHeapMemory, "memory", "heap");
      meters.gauge(
          "buffer.max.bytes",
          "The most that they may hold",
          PlatformDependent::maxDirectMemory,
          "memory",
          "direct");
    }
  }

  @Override
  public void close() {
    collections.close();
  }
}
