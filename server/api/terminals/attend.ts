// One connection that looks at a terminal, whatever carries it: told from time to time that it is alive, and cut off when the
// sign-in of whoever looks is over, which may be another than the one it was opened with.
import type { Terminal, Viewer } from './terminal'

const aliveEveryMs = 15_000
const accessEveryMs = 5_000

/** Gives what leaves it. */
export function attend(terminal: Terminal, viewer: Viewer, from: number, mayGoOn: () => Promise<boolean>): () => void {
  terminal.attach(viewer, from)
  const alive = setInterval(() => viewer.notice({ type: 'alive' }), aliveEveryMs)
  const access = setInterval(() => {
    mayGoOn().then(
      (may) => void (may || viewer.notice({ type: 'ended', reason: 'access', exitCode: null })),
      // A database that cannot be read just now cuts nobody off.
      () => {},
    )
  }, accessEveryMs)
  return () => {
    clearInterval(alive)
    clearInterval(access)
    terminal.detach(viewer)
  }
}
