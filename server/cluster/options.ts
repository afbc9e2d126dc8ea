// The times by which the cluster lives. A silent host is suspect after at most heartbeat + ping time-out (5 s) and
// unreachable after about 13 s.
export type ClusterTimes = {
  heartbeatMs: number
  pingTimeoutMs: number
  connectTimeoutMs: number
  /** For reading facts and lists. */
  readTimeoutMs: number
  /** Between attempts while a host is suspect. */
  retryMs: number
  /** Between attempts on an unreachable or held-back host, at most. */
  maxRetryMs: number
  /** Unreachable: this many failures in a row, and this long without an answer. */
  failureRetry: number
  unreachableAfterMs: number
  resyncMinMs: number
  resyncMaxMs: number
  /** Over all hosts: a thousand of them are looked at less often, since events tell of changes anyway. */
  looksPerSecond: number
  /** Events of one host that come together are read together. */
  coalesceMs: number
  /** Changes for subscribers are gathered for this long. */
  batchMs: number
  /** How long "restarted" stays on a host. */
  restartNoteMs: number
  maxClockSkewMs: number
}

export const defaultTimes: ClusterTimes = {
  heartbeatMs: 2_000,
  pingTimeoutMs: 3_000,
  connectTimeoutMs: 3_000,
  readTimeoutMs: 15_000,
  retryMs: 1_000,
  maxRetryMs: 8_000,
  failureRetry: 3,
  unreachableAfterMs: 10_000,
  resyncMinMs: 30_000,
  resyncMaxMs: 60_000,
  looksPerSecond: 5,
  coalesceMs: 5,
  batchMs: 20,
  restartNoteMs: 600_000,
  maxClockSkewMs: 5_000,
}
