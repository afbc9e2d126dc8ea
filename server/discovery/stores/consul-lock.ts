// The lock in Consul. Its sessions last ten seconds at least and end only after twice that, so who holds the lock says with a beat
// in the key itself that it lives, and who has seen no beat for as long as that holder's lease lasts takes the key over.
//
// Why never two hold it. H is the holder, C a candidate; each uses its own clock only, and only to measure how long ago something
// was that it has itself sent or received.
// 1. A lease lasts from the moment before H *sent* the beat that succeeded last. C waits for as long from the moment after it
//    *received* that beat, which is later. So when C stops waiting, H's lease of that beat is over on H's clock.
// 2. C takes over by one transaction that fails unless the key is still at that very beat (`delete-cas`, `check-session`). So there
//    was no later beat either, whatever server answered C's reads and however old that answer was.
// 3. A beat is a transaction that fails unless the key is still of H's session. One that was sent before the take-over and arrives
//    after it changes nothing, and H's lease is not renewed: H learns that it has lost.
// 4. The key goes otherwise only with H's session, which each beat renews for at least as long as the lease it begins.
// So H acts neither after its lease (election.ts asks before each change, and ends a tenth earlier for what is on its way) nor by a
// later beat. It rests on clocks that run equally fast within that tenth, and on while their process is stopped; one process frozen
// for an hour, a network that delays everything, or clocks set to other times break nothing.
import { type ConsulCalls, type Pair, type Step, usualLeastTtlMs } from './consul-calls'
import { type Lease, LeaseLost, type Store } from './types'

/** The key's flags: how long the lease lasts, in milliseconds, and a turn that makes each beat another. */
const turns = 2 ** 20
const longestMs = 2 ** 32
const beatOf = (ttlMs: number, turn: number): number => Math.min(longestMs, Math.ceil(ttlMs)) * turns + (turn % turns)
/** Whoever gives no beats (classic Swarm, earlier versions) holds the lock for as long as its session. Pure. */
const leaseIn = (flags: number): number =>
  flags >= turns && flags < turns * (longestMs + 1) ? Math.floor(flags / turns) : Number.POSITIVE_INFINITY

type Held = { beat: string; session: string; index: number; holder: string; silentAt: number }

const encode = (text: string): string => Buffer.from(text).toString('base64')
const decode = (text: string | null): string => Buffer.from(text ?? '', 'base64').toString('utf8')

export function consulLock(
  calls: Pick<ConsulCalls, 'openSession' | 'renewSession' | 'endSession' | 'read' | 'commit' | 'follow'>,
  clock: () => number = () => performance.now(),
): Pick<Store, 'acquire' | 'watchHolder'> {
  const seen = new Map<string, Held>()

  const observe = (key: string, pair: Pair | undefined): Held | null => {
    if (pair?.Session === undefined) {
      seen.delete(key)
      return null
    }
    const { Session: session, ModifyIndex: index, Flags } = pair
    // Indexes begin anew when a store is lost.
    const beat = `${session} ${index} ${Flags}`
    const known = seen.get(key)
    if (known?.beat === beat) return known
    const held = { beat, session, index, holder: decode(pair.Value), silentAt: clock() + leaseIn(Flags) }
    seen.set(key, held)
    return held
  }

  return {
    async acquire(key, value, ttlMs): Promise<Lease | null> {
      const held = observe(key, await calls.read(key))
      if (held && clock() < held.silentAt) return null
      let sentAt = clock()
      const session = await calls.openSession(Math.max(usualLeastTtlMs, ttlMs))
      const release = () => calls.endSession(session)
      const patienceMs = Math.max(500, ttlMs / 3)
      let turn = 0
      const beat = (): Step => {
        turn += 1
        return { Verb: 'lock', Key: key, Value: encode(value), Flags: beatOf(ttlMs, turn), Session: session }
      }
      const after: Step[] = held
        ? [
            { Verb: 'check-session', Key: key, Session: held.session },
            { Verb: 'delete-cas', Key: key, Index: held.index },
          ]
        : []
      try {
        if (!(await calls.commit([...after, beat()], patienceMs))) {
          await release()
          return null
        }
      } catch (error) {
        // It may have been done all the same.
        release().catch(() => undefined)
        throw error
      }
      const renew = async () => {
        const now = clock()
        const beaten = calls.commit([{ Verb: 'check-session', Key: key, Session: session }, beat()], patienceMs)
        const [isMine] = await Promise.all([beaten, calls.renewSession(session, patienceMs)])
        if (!isMine) throw new LeaseLost('The lock in Consul is gone.')
        sentAt = now
      }
      return { validUntil: () => sentAt + ttlMs, renew, release }
    },
    async watchHolder(key, tell, signal) {
      let timer: NodeJS.Timeout | undefined
      const take = ([pair]: Pair[]) => {
        clearTimeout(timer)
        const held = observe(key, pair)
        const leftMs = held ? held.silentAt - clock() : 0
        tell(leftMs > 0 ? (held?.holder ?? null) : null)
        if (leftMs > 0 && leftMs < longestMs) timer = setTimeout(() => tell(null), Math.min(2 ** 31 - 1, leftMs + 1))
      }
      try {
        await calls.follow(key, false, take, signal)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
