// What operators and discovery do to the list of hosts: add, change, remove.
import { randomUUID } from 'node:crypto'
import type { AddHostRequest, PatchHostRequest } from '@/lib/contract/hosts'
import { parseAddress } from '@/server/docker/address'
import { AppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { hostNameOf } from './host-view'
import type { Member, Members } from './members'
import type { HostStore, StoredHost, TlsMaterial } from './types'

export type MembershipOptions = {
  store: HostStore
  /** For tls:// addresses that discovery finds. */
  discoveryTls: TlsMaterial | null
  log: Log
}

const newRecord = (address: string, source: StoredHost['source']): StoredHost => ({
  id: randomUUID(),
  address,
  name: null,
  source,
  availability: 'active',
  labels: {},
  engineId: null,
  tls: null,
  sshKey: null,
  sshHostKey: null,
})

const answersSoonMs = 5_000

/** Many hosts at once are asked one after another rather than in one burst. */
const startDelayMs = (position: number, count: number): number =>
  count <= 30 ? 0 : (position * 2_000) / Math.max(count, 1000)

export function createMembership(all: Members, { store, discoveryTls, log }: MembershipOptions) {
  /** Rows of hosts that are not there now: discovery may bring them back. */
  const absent = new Map<string, StoredHost>()
  let discovered = new Set<string>()
  let turn: Promise<unknown> = Promise.resolve()

  /** What is asked at once is done one after another, so that each sees what the one before has made. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const done = turn.then(act)
    turn = done.catch(() => undefined)
    return done
  }

  const find = (idOrName: string): Member | undefined =>
    all.members.get(idOrName) ?? [...all.members.values()].find(({ view }) => hostNameOf(view.record) === idOrName)
  const get = (idOrName: string): Member => {
    const member = find(idOrName)
    if (!member) throw new AppError('not_found', `There is no host ${idOrName}`)
    return member
  }
  const atAddress = (address: string): Member | undefined =>
    [...all.members.values()].find(({ view }) => view.record.address === address)

  const checkName = (name: string, exceptId: string | null) => {
    const view = all.roster.calledSo(name, exceptId ?? '')
    if (!view) return
    throw new AppError('name_taken', `Another host is called ${name}: ${view.record.address}`, {
      details: { fix: 'Choose another name.' },
    })
  }

  const openDiscovered = async (address: string, delayMs: number) => {
    const known = absent.get(address)
    const record = known ?? newRecord(address, 'discovery')
    absent.delete(address)
    const { view } = all.open({ ...record, tls: record.tls ?? discoveryTls }, delayMs)
    if (known) return
    // Who answers soon is written once, with what it said: a thousand rows, each twice, are a good part of a first start.
    setTimeout(() => {
      if (view.record.engineId === null && all.members.get(record.id)?.view === view) all.remember(view.record)
    }, answersSoonMs + delayMs).unref()
  }

  const discover = async (texts: readonly string[]): Promise<void> => {
    const wanted = new Set<string>()
    for (const text of texts) {
      try {
        wanted.add(parseAddress(text).text)
      } catch (error) {
        log.warn({ address: text }, `discovery names an address that cannot be used: ${messageOf(error)}`)
      }
    }
    discovered = wanted
    for (const member of [...all.members.values()]) {
      const { record } = member.view
      if (record.source !== 'discovery' || wanted.has(record.address)) continue
      absent.set(record.address, record)
      all.close(member)
    }
    const fresh = [...wanted].filter((address) => !atAddress(address))
    await Promise.all(fresh.map((address, position) => openDiscovered(address, startDelayMs(position, fresh.length))))
  }

  const add = async (request: AddHostRequest): Promise<Member> => {
    const address = parseAddress(request.address)
    const { name = null, tls, sshKey, sshHostKey } = request
    const present = atAddress(address.text)
    if (present) {
      throw new AppError('conflict', `${address.text} is here already, as ${hostNameOf(present.view.record)}`)
    }
    if (tls && Object.values(tls).some(Boolean) && address.kind !== 'tls') {
      throw new AppError('invalid_input', `Certificates are given, but ${address.text} does not use TLS`, {
        details: { fix: 'Use tls://, or leave the certificates out.' },
      })
    }
    if (name !== null) checkName(name, null)
    const record: StoredHost = {
      ...(absent.get(address.text) ?? newRecord(address.text, 'console')),
      source: 'console',
      name,
      labels: request.labels ?? {},
      tls: tls ?? null,
      sshKey: sshKey ?? null,
      sshHostKey: sshHostKey ?? null,
    }
    await store.put(record)
    absent.delete(address.text)
    return all.open(record, 0)
  }

  const patch = async (idOrName: string, request: PatchHostRequest): Promise<Member> => {
    const member = get(idOrName)
    const { view, link } = member
    const { name, availability, labels, acceptEngine } = request
    if (name !== undefined) checkName(name, view.record.id)
    if (acceptEngine !== undefined) {
      const holder = all.roster.holderOf(acceptEngine, view.record.id)
      if (holder) throw new AppError('conflict', `Engine ${acceptEngine} belongs to ${hostNameOf(holder.record)}`)
    }
    const before = view.record
    const isOtherEngine = acceptEngine !== undefined && acceptEngine !== before.engineId
    const changed = (record: StoredHost): StoredHost => ({
      ...record,
      name: name ?? record.name,
      availability: availability ?? record.availability,
      labels: labels ?? record.labels,
      engineId: acceptEngine ?? record.engineId,
    })
    await store.put(changed(before))
    const isOvertaken = view.record !== before
    all.roster.change(view, changed(view.record))
    // What was learnt of the host meanwhile was stored without the change.
    if (isOvertaken) all.remember(view.record)
    if (isOtherEngine) {
      all.forget(view)
      link.rejoin()
    }
    all.renamed(view)
    return member
  }

  const remove = async (idOrName: string): Promise<void> => {
    const member = get(idOrName)
    const { record } = member.view
    if (record.source === 'discovery') {
      throw new AppError('conflict', `${hostNameOf(record)} comes from discovery and would come back`, {
        details: { fix: 'Remove its address where discovery reads it.' },
      })
    }
    // First, so that nothing that is learnt of it meanwhile brings its row back.
    all.close(member)
    try {
      await store.remove(record.id)
    } catch (error) {
      all.open(record, 0)
      throw error
    }
    if (discovered.has(record.address)) await discover([...discovered])
  }

  return {
    find,
    get,
    setDiscovered: (texts: readonly string[]): Promise<void> => inTurn(() => discover(texts)),
    add: (request: AddHostRequest): Promise<Member> => inTurn(() => add(request)),
    patch: (idOrName: string, request: PatchHostRequest): Promise<Member> => inTurn(() => patch(idOrName, request)),
    remove: (idOrName: string): Promise<void> => inTurn(() => remove(idOrName)),
    async start(): Promise<void> {
      const rows = await store.list()
      const own = rows.filter((row) => row.source === 'console')
      for (const row of rows) if (row.source === 'discovery' && !atAddress(row.address)) absent.set(row.address, row)
      own.forEach((row, position) => {
        try {
          all.open(row, startDelayMs(position, own.length))
        } catch (error) {
          log.error({ address: row.address }, `a stored host cannot be used: ${messageOf(error)}`)
        }
      })
    },
  }
}
export type Membership = ReturnType<typeof createMembership>
