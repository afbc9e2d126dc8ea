// Parts of a page whose scripts come when they are used. A part that does not come, since the connection is lost for a moment, is asked
// for again: what React was once told has failed stays broken until the page is loaded anew.

const pauseMs = 1_000
const longestPauseMs = 15_000
/** In about two minutes; whoever fails then is gone, as after an update of the server. */
const mostTries = 12

/** Throws what the last try threw. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await load()
    } catch (error) {
      if (tries === mostTries) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs * 2 ** (tries - 1), longestPauseMs)))
    }
  }
}
