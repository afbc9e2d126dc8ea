// Ends the program in order when it is asked to, whichever of the commands it is, and without order when that takes too long.
import type { Log } from './log'

const shutdownMs = 10_000

/** `stop` resolves when everything is closed. A second signal changes nothing. */
export function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      log.info({ signal }, 'stopping')
      setTimeout(() => process.exit(1), shutdownMs).unref()
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'did not stop in good order')
          process.exit(1)
        },
      )
    })
  }
}
