// Folds the server's event stream into the query cache, and holds the connection's status for the frame.
import type { QueryClient } from '@tanstack/react-query'
import type { ActivityEntry } from '@/lib/contract/activity'
import type { Page } from '@/lib/contract/common'
import type { Container, ContainerDetail } from '@/lib/contract/containers'
import type { Deployment } from '@/lib/contract/deployments'
import type { LiveEvent } from '@/lib/contract/events'
import type { Host } from '@/lib/contract/hosts'
import type { Move } from '@/lib/contract/moves'
import type { Overview } from '@/lib/contract/overview'
import type { Stack } from '@/lib/contract/stacks'
import { api, apiUrl } from './api'
import { type Board, foldBoard, foldBoardHosts } from './board-fold'
import { setLost, setServerTime } from './clock'
import { createLiveConnection, type LiveConnection, type LiveStatus, type Source } from './live-connection'
import {
  foldActivity,
  foldContainerDetail,
  foldContainerPage,
  foldDeployment,
  foldHosts,
  foldMoves,
  foldOverview,
  foldStacks,
} from './live-fold'
import { keys } from './query-keys'
import { isSessionOver } from './session-end'

type Fold<T extends LiveEvent['type']> = (event: Extract<LiveEvent, { type: T }>) => void

type ContainersEvent = Extract<LiveEvent, { type: 'containers' }>
const hearing = new Set<(event: ContainersEvent) => void>()

/** For an answer under way, which events overtake: gives what came meanwhile, once, and stops listening. */
export function overtaking(): () => ContainersEvent[] {
  const heard: ContainersEvent[] = []
  const hear = (event: ContainersEvent) => void heard.push(event)
  hearing.add(hear)
  return () => {
    hearing.delete(hear)
    return heard
  }
}

/** Windows and sums are read again at most this often, at once for the first event of a burst. */
const rereadMs = 250
/** Reach is worked out anew over the whole cluster each time. */
const rereadReachMs = 2000

export function createLiveFolder(client: QueryClient): (event: LiveEvent) => void {
  let epoch: string | null = null
  const waiting = new Map<string, { again: boolean }>()

  /** A first answer on its way cannot be asked for anew. If it turns out to be older than what was just heard, it is read again. */
  const followFirst = <T>(key: readonly unknown[], isOlder: (value: T) => boolean) => {
    for (const query of client.getQueryCache().findAll({ queryKey: key, fetchStatus: 'fetching' })) {
      if (query.state.data !== undefined) continue
      query.promise?.then(
        (value) => {
          if (isOlder(value as T)) reread(key)
        },
        () => undefined,
      )
    }
  }
  const reread = (key: readonly unknown[], atMostEachMs = rereadMs) => {
    const name = JSON.stringify(key)
    const busy = waiting.get(name)
    if (busy) {
      busy.again = true
      return
    }
    const entry = { again: false }
    waiting.set(name, entry)
    followFirst(key, () => true)
    void client.invalidateQueries({ queryKey: key })
    setTimeout(() => {
      waiting.delete(name)
      if (entry.again) reread(key, atMostEachMs)
    }, atMostEachMs)
  }
  /** The overview carries every host: the more there are, the more rarely it is read again. */
  const rereadOverview = () => {
    const hosts = client.getQueryData<Overview>(keys.overview)?.hosts.length ?? 0
    reread(keys.overview, Math.max(rereadMs, hosts * 10))
  }
  const change = <T>(key: readonly unknown[], fold: (value: T) => T) =>
    client.setQueryData<T>(key, (value) => (value === undefined ? value : fold(value)))
  /** As `change`; what is to be read again stays so, and an answer on its way may be older than what was just heard. */
  const changeFollowed = <T>(key: readonly unknown[], fold: (value: T) => T) => {
    const before = client.getQueryState(key)
    change(key, fold)
    if (before?.isInvalidated || before?.fetchStatus === 'fetching') reread(key)
  }
  const changeAll = <T>(key: readonly unknown[], fold: (value: T) => T) =>
    client.setQueriesData<T>({ queryKey: key }, (value) => (value === undefined ? value : fold(value)))

  const hello: Fold<'hello'> = (event) => {
    setServerTime(event.at)
    const isFirst = epoch === null
    if (!isFirst && epoch !== event.epoch) client.removeQueries({ type: 'inactive' })
    epoch = event.epoch
    // Events may have been missed while the stream was away; before the first word only what failed is to be read again.
    if (isFirst) void client.refetchQueries({ type: 'active', predicate: (query) => query.state.status === 'error' })
    else void client.invalidateQueries()
  }
  const hosts: Fold<'hosts'> = (event) => {
    changeFollowed<Host[]>(keys.hosts, (list) => foldHosts(list, event))
    for (const host of event.upserts) changeFollowed<Host>(keys.host(host.id), () => host)
    change<Overview>(keys.overview, (overview) => foldOverview(overview, event))
    rereadOverview()
    reread(keys.labels)
    if (event.removed.length > 0) reread(keys.containerLists)
    change<Board>(keys.board, (board) => foldBoardHosts(board, event.removed))
  }
  const containers: Fold<'containers'> = (event) => {
    for (const hear of hearing) hear(event)
    let stale = false
    changeAll<Page<Container>>(keys.containerLists, (page) => {
      const folded = foldContainerPage(page, event)
      stale ||= folded.stale
      return folded.page
    })
    if (stale) reread(keys.containerLists)
    followFirst<Page<Container>>(keys.containerLists, (page) => page.revision < event.revision)
    change<Board>(keys.board, (board) => foldBoard(board, event))
    for (const container of event.upserts) {
      const key = keys.containerDetail(container.id)
      change<ContainerDetail>(key, (detail) => foldContainerDetail(detail, event))
      if (client.getQueryState(key)) reread(key)
    }
    for (const id of event.removed) if (client.getQueryState(keys.containerDetail(id))) reread(keys.containerDetail(id))
    rereadOverview()
    reread(keys.reach, rereadReachMs)
  }
  const changed: Fold<'changed'> = (event) => {
    for (const what of event.what) reread(keys[what])
    if (event.what.includes('networks')) reread(keys.reach, rereadReachMs)
  }
  const stack = (event: Extract<LiveEvent, { type: 'stack' | 'stack-removed' }>) => {
    changeFollowed<Stack[]>(keys.stacks, (list) => foldStacks(list, event))
    const name = event.type === 'stack' ? event.stack.name : event.name
    if (event.type === 'stack') changeFollowed<Stack>(keys.stack(name), (known) => ({ ...known, ...event.stack }))
    else reread(keys.stack(name))
    reread(keys.revisions(name))
    rereadOverview()
  }
  const deployment: Fold<'deployment'> = (event) => {
    changeFollowed<Deployment>(keys.deployment(event.id), (known) => foldDeployment(known, event))
    change<Overview>(keys.overview, (overview) => foldOverview(overview, event))
    rereadOverview()
  }
  const move: Fold<'move'> = ({ move: moved }) => {
    changeFollowed<Move[]>(keys.moves, (list) => foldMoves(list, moved))
    changeFollowed<Move>(keys.move(moved.id), () => moved)
  }
  const activity: Fold<'activity'> = (event) => {
    // What became of one that was lost, or of its copy that stays against all tries, is no news of any host or container.
    if (/^container\.(reschedule|remove)$/.test(event.entry.action)) rereadOverview()
    changeFollowed<ActivityEntry[]>(keys.activityList(''), (entries) => foldActivity(entries, event.entry))
    void client.invalidateQueries({
      queryKey: keys.activity,
      predicate: (query) => query.queryKey[2] !== '',
    })
  }

  return (event) => {
    switch (event.type) {
      case 'hello':
        return hello(event)
      case 'hosts':
        return hosts(event)
      case 'containers':
        return containers(event)
      case 'changed':
        return changed(event)
      case 'stack':
      case 'stack-removed':
        return stack(event)
      case 'deployment':
        return deployment(event)
      case 'move':
        return move(event)
      case 'activity':
        return activity(event)
      case 'heartbeat':
        return setServerTime(event.at)
    }
  }
}

const listeners = new Set<() => void>()
let status: LiveStatus = { state: 'connecting', lostAt: null, lastEventAt: null, nextTryAt: null }
let connection: LiveConnection | null = null

export const liveStatus = (): LiveStatus => status
export const subscribeLive = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const retryLive = (): void => connection?.retryNow()

/** What is heard before the shapes are there waits for them; when they cannot be loaded, the stream counts as broken. */
function heldUntil(ready: Promise<unknown>, source: EventSource): Source {
  return {
    addEventListener(type, listener) {
      const tell = (event: Event) => listener(event as MessageEvent)
      if (type === 'error') {
        source.addEventListener(type, tell)
        ready.catch(() => listener({}))
      } else {
        source.addEventListener(type, (event) => {
          void ready.then(
            () => tell(event),
            () => undefined,
          )
        })
      }
    },
    close: () => source.close(),
  }
}

/** Starts the page's one stream; returns what ends it. */
export function startLive(client: QueryClient): () => void {
  // Beside the page, which is there without them: their library weighs as much as a third of React.
  let shapes: typeof import('@/lib/contract/events') | undefined
  const load = async () => {
    shapes ??= await import('@/lib/contract/events')
  }
  connection = createLiveConnection({
    openSource: () => heldUntil(load(), new EventSource(apiUrl('/events'))),
    readEvent: (value) => {
      if (!shapes) throw new Error('the shapes of events are not there')
      return shapes.liveEvent.parse(value)
    },
    onEvent: createLiveFolder(client),
    onStatus: (next) => {
      status = next
      const { lostAt, lastEventAt } = next
      setLost(lostAt === null || lastEventAt === null ? null : { atMs: lostAt, heardMs: lastEventAt })
      for (const listener of listeners) listener()
    },
    // A stream says nothing about why it failed; the session does, and asks for a sign-in when it ended.
    onFailedTry: () => {
      if (!isSessionOver()) api.get('/session').catch(() => undefined)
    },
  })
  connection.start()
  return () => {
    connection?.stop()
    connection = null
  }
}
