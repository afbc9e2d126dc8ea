// What needs a human now, as a list: pure, from what the cluster and the stacks say. One cause makes one line: a dead host
// stands for all its containers, the replicas of one service stand together.
import { attentionWords } from '@/lib/attention-words'
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Attention, AttentionCause } from '@/lib/contract/overview'
import type { Stack } from '@/lib/contract/stacks'
import type { RescheduleNeed } from './reschedule-needs'

type Observed = { hosts: Host[]; containers: Container[]; stacks: Stack[]; rescheduling?: readonly RescheduleNeed[] }
const longestList = 200

const told = (item: Omit<Attention, 'title' | 'text'>): Attention => ({ ...item, ...attentionWords(item, 'en') })

const ofHost = (host: Host): Attention[] => {
  const { id, name, state, stateReason: reason, stateSince: since } = host
  const target = { kind: 'host' as const, id, name }
  const items: Attention[] = []
  const silent = (severity: Attention['severity'], cause: AttentionCause) =>
    items.push(told({ id: `host:${id}:state`, severity, cause, since, target }))
  if (state === 'unreachable' || state === 'suspect') {
    silent(state === 'unreachable' ? 'fail' : 'warn', {
      kind: 'host',
      state,
      reason,
      containers: host.containers.total,
    })
  } else if (state === 'pending' && host.failures > 0) {
    silent('fail', { kind: 'host', state, reason, containers: 0 })
  }
  for (const [at, { code, message, fix = null, since = null }] of host.problems.entries()) {
    // Why a host does not answer, and is not read, is already said above.
    if (items.length > 0 && (code === 'connection' || code === 'tls' || code === 'unread')) continue
    const earlier = host.problems.slice(0, at).filter((problem) => problem.code === code).length
    items.push(
      told({
        id: earlier === 0 ? `host:${id}:${code}` : `host:${id}:${code}:${earlier}`,
        severity: code === 'clock-skew' || code === 'engine-restarted' ? 'warn' : 'fail',
        cause: { kind: 'problem', code, message, fix },
        since,
        target,
      }),
    )
  }
  return items
}

type TroubleKind = Extract<AttentionCause, { kind: 'container' }>['trouble']
type Trouble = { kind: TroubleKind; severity: Attention['severity']; since: string | null }

/** Ended by a signal that somebody sent: stopped on purpose. */
const endedOnPurpose = new Set([0, 130, 137, 143])

export const troubleOf = (container: Container): Trouble | null => {
  const { state, health, exitCode, oomKilled, startedAt, finishedAt } = container
  if (oomKilled && state !== 'running') return { kind: 'oom', severity: 'fail', since: finishedAt }
  if (state === 'dead') return { kind: 'dead', severity: 'fail', since: finishedAt }
  if (state === 'restarting') return { kind: 'restarting', severity: 'fail', since: finishedAt }
  if (state === 'running' && health === 'unhealthy') return { kind: 'unhealthy', severity: 'fail', since: startedAt }
  if (state === 'exited' && exitCode !== null && !endedOnPurpose.has(exitCode)) {
    return { kind: 'exited', severity: 'warn', since: finishedAt }
  }
  return null
}

const ofContainers = (containers: Container[]): Attention[] => {
  const groups = new Map<string, { first: Container; members: Container[]; trouble: Trouble }>()
  for (const container of containers) {
    const trouble = container.known ? troubleOf(container) : null
    if (trouble === null) continue
    const owner = container.service === null ? container.id : `${container.stack}/${container.service}`
    const key = `${owner}:${trouble.kind}`
    const group = groups.get(key)
    if (group) group.members.push(container)
    else groups.set(key, { first: container, members: [container], trouble })
  }
  return [...groups].map(([key, { first, members, trouble }]) =>
    told({
      id: `container:${key}`,
      severity: trouble.severity,
      cause: {
        kind: 'container',
        trouble: trouble.kind,
        count: members.length,
        service: `${first.stack}/${first.service}`,
        image: first.image,
        hosts: [...new Set(members.map(({ hostName }) => hostName))],
        exitCode: first.exitCode,
        restarts: first.restartCount,
      },
      since: trouble.since,
      target: { kind: 'container', id: first.id, name: first.name },
    }),
  )
}

const ofStack = ({ name, state, report, deployedAt }: Stack): Attention[] => {
  if (state !== 'failed' && state !== 'down' && state !== 'degraded') return []
  return [
    told({
      id: `stack:${name}:${state}`,
      severity: state === 'degraded' ? 'warn' : 'fail',
      cause: { kind: 'stack', state, report },
      since: deployedAt,
      target: { kind: 'stack', id: name, name },
    }),
  ]
}

const ofRescheduling = (needs: readonly RescheduleNeed[]): Attention[] => {
  const groups = new Map<string, RescheduleNeed>()
  for (const need of needs) {
    const { cause, container } = need
    const key = cause.kind === 'reschedule' ? JSON.stringify([cause.host, cause.act, cause.why]) : container.id
    const first = groups.get(key)
    if (first?.cause.kind !== 'reschedule' || cause.kind !== 'reschedule' || cause.act !== 'move') {
      groups.set(groups.has(key) ? `${key} ${container.id}` : key, need)
      continue
    }
    const names = [...first.cause.names, ...cause.names].sort()
    const since = [first.since, need.since].sort()[0] ?? null
    groups.set(key, { ...first, cause: { ...first.cause, names }, since })
  }
  return [...groups.values()].map(({ cause, container: { id, name }, since }) =>
    told({
      id: `${cause.kind}:${id}`,
      severity: cause.kind === 'copies' && cause.copies.filter(({ isUp }) => isUp).length < 2 ? 'warn' : 'fail',
      cause,
      since,
      target: { kind: 'container', id, name },
    }),
  )
}

/** Worst first, then newest first. */
export const attentionOf = ({ hosts, containers, stacks, rescheduling = [] }: Observed): Attention[] =>
  [
    ...hosts.flatMap(ofHost),
    ...stacks.filter(({ managed }) => managed).flatMap(ofStack),
    ...ofRescheduling(rescheduling),
    ...ofContainers(containers),
  ]
    .sort(
      (a, b) =>
        Number(a.severity === 'warn') - Number(b.severity === 'warn') ||
        // What follows from a lost host comes after it.
        Number(a.cause.kind === 'reschedule') - Number(b.cause.kind === 'reschedule') ||
        (b.since ?? '').localeCompare(a.since ?? '') ||
        a.id.localeCompare(b.id),
    )
    .slice(0, longestList)
