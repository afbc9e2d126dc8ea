// ZooKeeper: hosts are nodes that go with a session, the lock is the lowest of numbered ones.
import { openSession, type Session } from '../zookeeper/session'
import { type Entries, type Lease, LeaseLost, type Store } from './types'

const watchSessionMs = 10_000
const prefix = 'lotse-lock-'

/** Pure. By the number that ZooKeeper gave it, whoever made it. */
export const lowest = (names: readonly string[]): string | undefined =>
  [...names].sort((one, other) => (one.slice(-10) < other.slice(-10) ? -1 : 1))[0]

async function makePath(session: Session, path: string): Promise<void> {
  const parts = path.split('/').filter(Boolean)
  for (let count = 1; count <= parts.length; count += 1)
    await session.create(`/${parts.slice(0, count).join('/')}`, '', 'persistent')
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

async function readEntries(session: Session, path: string, onChange: () => void): Promise<Entries> {
  const names = (await session.children(path, onChange)) ?? []
  const values = await Promise.all(names.map((name) => session.data(`${path}/${name}`)))
  return new Map(names.flatMap((name, at) => (values[at] ? [[name, values[at].text] as const] : [])))
}

export function createZookeeper(hosts: readonly string[]): Store {
  let own: Session | undefined

  const registering = async (ttlMs: number): Promise<Session> => {
    if (own) return own
    const session = await openSession(hosts, ttlMs)
    own = session
    session.onLost(() => {
      if (own === session) own = undefined
    })
    return session
  }

  const watch: Store['watch'] = async (key, tell, signal) => {
    const path = `/${key}`
    const session = await openSession(hosts, watchSessionMs)
    let fail: (error: Error) => void = () => undefined
    const lost = new Promise<never>((_resolve, reject) => {
      fail = reject
    })
    lost.catch(() => undefined)
    session.onLost(fail)
    const end = () => void session.close()
    signal.addEventListener('abort', end, { once: true })
    try {
      while (!signal.aborted) {
        let change: () => void = () => undefined
        const changed = new Promise<void>((resolve) => {
          change = resolve
        })
        const entries = await readEntries(session, path, change)
        if (signal.aborted) return
        tell(entries)
        await Promise.race([changed, lost])
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      signal.removeEventListener('abort', end)
      await session.close()
    }
  }

  return {
    watch,
    async put(key, value, ttlMs) {
      const path = `/${key}`
      const session = await registering(ttlMs)
      const found = await session.data(path)
      if (found?.owner === session.id && found.text === value) return session.ping()
      // Of a session that is over and will take it away when its time has come.
      if (!found) await makePath(session, parentOf(path))
      const removed = found ? session.remove(path) : undefined
      await Promise.all([removed, session.create(path, value, 'ephemeral')])
    },
    async acquire(key, value, ttlMs): Promise<Lease | null> {
      const path = `/${key}`
      const session = await openSession(hosts, ttlMs)
      const release = () => session.close()
      try {
        await makePath(session, path)
        // Who only comes to see that it is taken shall not wake the others.
        const before = await session.children(path)
        const made = before?.length ? undefined : await session.create(`${path}/${prefix}`, value, 'numbered')
        const mine = made?.slice(path.length + 1)
        if (mine === undefined || lowest((await session.children(path)) ?? []) !== mine) {
          await release()
          return null
        }
        let lost: Error | undefined
        session.onLost((error) => {
          lost = error
        })
        const renew = async () => {
          if (lost) throw new LeaseLost(lost.message)
          await session.ping()
          if ((await session.data(`${path}/${mine}`)) === undefined)
            throw new LeaseLost('The lock in ZooKeeper is gone.')
        }
        return { validUntil: session.validUntil, renew, release }
      } catch (error) {
        await release()
        throw error
      }
    },
    watchHolder: (key, tell, signal) =>
      watch(key, (entries) => tell(entries.get(lowest([...entries.keys()]) ?? '') ?? null), signal),
    close: async () => own?.close(),
  }
}
