// Parts of a page whose scripts come when they are used. A part that does not come, since the connection is lost for a moment, is asked
// for again: what React was once told has failed stays broken until the page is loaded anew.

const pauseMs = 1_000
const longestPauseMs = 15_000
/** In about two minutes. */
const mostTries = 12

/** The server answers, and has it no more: as after an update of it. */
async function isGone(error: unknown): Promise<boolean> {
  const address = /^Failed to load chunk (\S+)/.exec(error instanceof Error ? error.message : '')?.[1]
  if (address === undefined) return false
  const answer = await fetch(address, { method: 'HEAD', cache: 'no-store' }).catch(() => null)
  return answer?.status === 404
}

/** Throws what the last try threw. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await load()
    } catch (error) {
      if (tries === mostTries || (await isGone(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs * 2 ** (tries - 1), longestPauseMs)))
    }
  }
}
