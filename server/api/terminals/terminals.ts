// All open terminals: who may have how many, each with its lines in the audit trail, ended with the access of whoever opened it.
import { maskText } from '@/lib/mask'
import type { Identity } from '@/server/auth/identity'
import { AppError, messageOf } from '@/server/errors'
import type { ApiParts } from '../parts'
import { findContainer } from '../routes/container-routes'
import { openTerminal, type Terminal, type TerminalEnding } from './terminal'
import type { Terminals } from './types'

const mostOfOne = 30
const mostOfAll = 200
const accessEveryMs = 5_000
const closeMs = 3_000

const words: Record<TerminalEnding['reason'], string> = {
  exited: 'the shell ended',
  'not-started': 'the shell could not be started',
  container: 'the container stopped',
  host: 'the connection to the engine ended',
  closed: 'closed',
  abandoned: 'nobody looked at it any more',
  access: 'the sign-in was over',
  stopping: 'Lotse stopped',
}

export const createTerminals = (
  parts: Pick<ApiParts, 'cluster' | 'activity' | 'epoch' | 'log'>,
  { accessEveryMs: everyMs = accessEveryMs, patienceMs }: { accessEveryMs?: number; patienceMs?: number } = {},
): Terminals => {
  const { cluster, activity, epoch } = parts
  const terminals = new Map<string, Terminal>()
  /** Their last lines in the audit trail, which the end of the server waits for. */
  const lines = new Set<Promise<void>>()
  let opening = 0

  const refuseTooMany = ({ userId }: Identity) => {
    const own = [...terminals.values()].filter(({ ownerId }) => ownerId === userId).length
    if (own < mostOfOne && terminals.size + opening < mostOfAll) return
    const limit = own >= mostOfOne ? `${mostOfOne} terminals of yours` : `${mostOfAll} terminals`
    throw new AppError('rate_limited', `${limit} are open already.`, { details: { fix: 'Close some of them first.' } })
  }

  return {
    open: async (request, identity, mayGoOn) => {
      const { shell, user, cols, rows } = request
      const found = findContainer(parts, request.container)
      const line = { actor: identity.actor, action: 'container.exec', target: `${found.hostName}/${found.name}` }
      const what = user === '' ? shell : `${shell} as ${user}`
      const startedAtMs = performance.now()
      opening += 1
      try {
        refuseTooMany(identity)
        if (found.state !== 'running') {
          throw new AppError('conflict', `${found.name} is ${found.state}: a shell needs a running container.`, {
            details: { fix: found.state === 'paused' ? 'Unpause it first.' : 'Start it first.' },
          })
        }
        const terminal = await openTerminal({
          engine: cluster.engine(found.hostId),
          containerId: found.id,
          ownerId: identity.userId,
          shell,
          user,
          cols,
          rows,
          epoch,
          isContainerRunning: () => cluster.container(found.id)?.state === 'running',
          ...(patienceMs === undefined ? {} : { patienceMs }),
        })
        terminals.set(terminal.id, terminal)
        const details = { containerId: found.id, terminal: terminal.id, shell, user }
        const timer = setInterval(() => {
          mayGoOn().then(
            (may) => void (may || terminal.end('access')),
            // A database that cannot be read just now ends no shell.
            () => {},
          )
        }, everyMs)
        timer.unref()
        const lastLine = terminal.ended.then(async ({ reason, exitCode }) => {
          clearInterval(timer)
          terminals.delete(terminal.id)
          const exit = exitCode === null ? '' : `, exit ${exitCode}`
          const durationMs = performance.now() - startedAtMs
          const message = `${what}: ${words[reason]}${exit}`
          await activity.record({ ...line, result: 'ok', message, durationMs, details })
        })
        lines.add(lastLine)
        void lastLine.finally(() => lines.delete(lastLine))
        await activity.record({ ...line, result: 'running', message: what, details })
        return terminal
      } catch (error) {
        const isRefused = error instanceof AppError && error.status < 500
        const message = `${what}: ${maskText(messageOf(error))}`.slice(0, 1000)
        await activity.record({ ...line, result: isRefused ? 'refused' : 'failed', message })
        throw error
      } finally {
        opening -= 1
      }
    },
    find: (id, { userId }) => {
      const terminal = terminals.get(id)
      return terminal?.ownerId === userId ? terminal : undefined
    },
    close: async () => {
      for (const terminal of terminals.values()) void terminal.end('stopping')
      const all = Promise.all(lines)
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, closeMs).unref())])
    },
  }
}
