// What a container uses, as a smooth curve of its id and the time. Pure.
import { isUp, timeText } from './container-json'
import type { FarmContainer, FarmHost } from './types'

const seedOf = (container: FarmContainer): number => Number.parseInt(container.id.slice(0, 6), 16) / 2 ** 24

const cpuJson = (container: FarmContainer, host: FarmHost, ms: number) => {
  if (ms === 0) {
    return {
      cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
      throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
    }
  }
  const seed = seedOf(container)
  const ranMs = Math.max(0, ms - container.startedMs)
  // The integral of a share that swings around its mean, so that it never runs backwards.
  const usedMs = ranMs * (0.02 + seed * 0.5) + (Math.sin(ranMs / 20_000 + seed * 6) + 1) * 20_000 * 0.01 * seed
  const total = Math.round(usedMs * 1e6)
  return {
    cpu_usage: {
      total_usage: total,
      usage_in_kernelmode: Math.round(total * 0.2),
      usage_in_usermode: Math.round(total * 0.8),
    },
    system_cpu_usage: Math.round(ms * 1e6 * host.cpus),
    online_cpus: host.cpus,
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  }
}

/** `beforeMs` 0: there is no earlier reading, as with one-shot. */
export function statsJson(container: FarmContainer, host: FarmHost, nowMs: number, beforeMs: number) {
  const head = { id: container.id, name: `/${container.name}`, num_procs: 0, storage_stats: {} }
  if (!isUp(container)) {
    const none = cpuJson(container, host, 0)
    return {
      ...head,
      read: timeText(0, ''),
      preread: timeText(0, ''),
      pids_stats: {},
      blkio_stats: {},
      cpu_stats: none,
      precpu_stats: none,
      memory_stats: {},
    }
  }
  const seed = seedOf(container)
  const limit = container.spec.hostConfig.Memory || host.memoryBytes
  const cache = Math.round(limit * 0.05 * seed)
  const usage =
    Math.round(Math.min(limit, 2 ** 30) * (0.2 + seed * 0.5 + Math.sin(nowMs / 60_000 + seed * 6) * 0.1)) + cache
  const bytes = Math.round((nowMs - container.startedMs) * seed * 40)
  const packets = Math.round(bytes / 900)
  return {
    ...head,
    read: timeText(nowMs, container.id),
    preread: timeText(beforeMs, container.id),
    pids_stats: { current: 1 + Math.round(seed * 40), limit: 38_000 },
    blkio_stats: {
      io_service_bytes_recursive: [
        { major: 254, minor: 0, op: 'read', value: bytes >> 3 },
        { major: 254, minor: 0, op: 'write', value: bytes >> 2 },
      ],
      io_serviced_recursive: null,
      io_queue_recursive: null,
      io_service_time_recursive: null,
      io_wait_time_recursive: null,
      io_merged_recursive: null,
      io_time_recursive: null,
      sectors_recursive: null,
    },
    cpu_stats: cpuJson(container, host, nowMs),
    precpu_stats: cpuJson(container, host, beforeMs),
    memory_stats: {
      usage,
      limit,
      stats: {
        active_anon: 4096,
        anon: usage - cache,
        file: cache,
        inactive_file: cache,
        pgfault: packets,
        pgmajfault: 0,
        slab: 90_112,
      },
    },
    networks: {
      eth0: {
        rx_bytes: bytes,
        rx_packets: packets,
        rx_errors: 0,
        rx_dropped: 0,
        tx_bytes: bytes >> 1,
        tx_packets: packets >> 1,
        tx_errors: 0,
        tx_dropped: 0,
      },
    },
  }
}
