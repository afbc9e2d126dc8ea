// What needs a human now, as a list: pure, from what the cluster and the stacks say. One cause makes one line: a dead host
// stands for all its containers, the replicas of one service stand together.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Attention } from '@/lib/contract/overview'
import type { Stack } from '@/lib/contract/stacks'

type Observed = { hosts: Host[]; containers: Container[]; stacks: Stack[] }
const longestList = 200

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** Reasons come with or without their full stop. */
const asSentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

const ofHost = (host: Host): Attention[] => {
  const target = { kind: 'host' as const, id: host.id, name: host.name }
  const items: Attention[] = []
  const held = host.containers.total
  if (host.state === 'unreachable' || host.state === 'suspect') {
    const lost =
      held > 0 ? ` ${plural(held, 'container')} ${held === 1 ? 'was' : 'were'} there when it last answered.` : ''
    items.push({
      id: `host:${host.id}:state`,
      severity: host.state === 'unreachable' ? 'fail' : 'warn',
      title: host.state === 'unreachable' ? `${host.name} does not answer` : `${host.name} answers badly`,
      text: `${asSentence(host.stateReason ?? 'No reason is known.')}${lost}`,
      since: host.stateSince,
      target,
    })
  } else if (host.state === 'pending' && host.failures > 0) {
    items.push({
      id: `host:${host.id}:state`,
      severity: 'fail',
      title: `${host.name} has never answered`,
      text: host.stateReason ?? 'No reason is known.',
      since: host.stateSince,
      target,
    })
  }
  for (const problem of host.problems) {
    // Why a host does not answer is already said above.
    if (items.length > 0 && (problem.code === 'connection' || problem.code === 'tls')) continue
    items.push({
      id: `host:${host.id}:${problem.code}`,
      severity: problem.code === 'clock-skew' || problem.code === 'engine-restarted' ? 'warn' : 'fail',
      title: `${host.name}: ${problem.code.replaceAll('-', ' ')}`,
      text: [problem.message, problem.fix].filter(Boolean).join(' '),
      since: null,
      target,
    })
  }
  return items
}

type Trouble = { kind: string; severity: Attention['severity']; says: string; since: string | null }

/** Ended by a signal that somebody sent: stopped on purpose. */
const endedOnPurpose = new Set([0, 130, 137, 143])

export const troubleOf = (container: Container): Trouble | null => {
  const { state, health, exitCode, oomKilled, restartCount, startedAt, finishedAt } = container
  if (oomKilled && state !== 'running') {
    return { kind: 'oom', severity: 'fail', says: 'was killed for want of memory', since: finishedAt }
  }
  if (state === 'dead')
    return { kind: 'dead', severity: 'fail', says: 'is dead: its engine cannot remove it', since: finishedAt }
  if (state === 'restarting') {
    const times = restartCount > 0 ? `, ${plural(restartCount, 'restart')} so far` : ''
    return {
      kind: 'restarting',
      severity: 'fail',
      says: `keeps ending with exit code ${exitCode ?? '?'}${times}`,
      since: finishedAt,
    }
  }
  if (state === 'running' && health === 'unhealthy') {
    return { kind: 'unhealthy', severity: 'fail', says: 'fails its health check', since: startedAt }
  }
  if (state === 'exited' && exitCode !== null && !endedOnPurpose.has(exitCode)) {
    return { kind: 'exited', severity: 'warn', says: `ended with exit code ${exitCode}`, since: finishedAt }
  }
  return null
}

const ofContainers = (containers: Container[]): Attention[] => {
  const groups = new Map<string, { members: Container[]; trouble: Trouble }>()
  for (const container of containers) {
    const trouble = container.known ? troubleOf(container) : null
    if (trouble === null) continue
    const owner = container.service === null ? container.id : `${container.stack}/${container.service}`
    const key = `${owner}:${trouble.kind}`
    const group = groups.get(key)
    if (group) group.members.push(container)
    else groups.set(key, { members: [container], trouble })
  }
  return [...groups].flatMap(([key, { members, trouble }]) => {
    const first = members[0]
    if (first === undefined) return []
    const isOne = members.length === 1
    const service = `${first.stack}/${first.service}`
    const where = [...new Set(members.map(({ hostName }) => hostName))].join(', ')
    return {
      id: `container:${key}`,
      severity: trouble.severity,
      title: isOne
        ? `${first.name} ${trouble.says}`
        : `${plural(members.length, 'container')} of ${service}: each ${trouble.says}`,
      text: `${first.image} on ${where}`,
      since: trouble.since,
      target: { kind: 'container' as const, id: first.id, name: first.name },
    }
  })
}

const ofStack = (stack: Stack): Attention[] => {
  if (stack.state !== 'failed' && stack.state !== 'down' && stack.state !== 'degraded') return []
  const words = { failed: 'could not be deployed', down: 'is down', degraded: 'is degraded' }
  return [
    {
      id: `stack:${stack.name}:${stack.state}`,
      severity: stack.state === 'degraded' ? 'warn' : 'fail',
      title: `${stack.name} ${words[stack.state]}`,
      text: stack.statement,
      since: stack.deployedAt,
      target: { kind: 'stack', id: stack.name, name: stack.name },
    },
  ]
}

/** Worst first, then newest first. */
export const attentionOf = ({ hosts, containers, stacks }: Observed): Attention[] =>
  [...hosts.flatMap(ofHost), ...stacks.filter(({ managed }) => managed).flatMap(ofStack), ...ofContainers(containers)]
    .sort(
      (a, b) =>
        Number(a.severity === 'warn') - Number(b.severity === 'warn') ||
        (b.since ?? '').localeCompare(a.since ?? '') ||
        a.id.localeCompare(b.id),
    )
    .slice(0, longestList)
