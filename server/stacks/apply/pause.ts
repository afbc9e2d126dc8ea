// A pause that a cancelled deployment ends at once.
import { AppError } from '@/server/errors'

export const cancelledError = (): AppError => new AppError('cancelled', 'The deployment was cancelled')

export const pause = (durationMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelledError())
      return
    }
    const stop = () => {
      clearTimeout(timer)
      reject(cancelledError())
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, durationMs)
    signal.addEventListener('abort', stop, { once: true })
  })
