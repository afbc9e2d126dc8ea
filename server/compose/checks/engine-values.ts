// Values that compose hands on as they are and that an engine refuses in the middle of a deploy: numbers below zero, names and
// signals it does not know, one host port for two purposes.
import { isIpAddress } from '../canonical/addresses'
import { durationNanoseconds } from '../duration'
import { get, type MapNode, type Node, type Place, textOf } from '../node'
import { nearest } from '../schema/nearest'
import type { ConsistencyContext } from './context'

interface At {
  context: ConsistencyContext
  service: MapNode
  path: string
}

const complain = ({ context }: At, path: string, place: Place, code: string, message: string, fix?: string) =>
  context.report.add({ code, message: `${path}: ${message}`, fix, path, place })

const find = (node: Node, keys: string): Node | undefined =>
  keys.split('.').reduce<Node | undefined>((current, key) => get(current, key), node)

const notNegative = [
  'scale',
  'deploy.replicas',
  'deploy.resources.limits.cpus',
  'deploy.resources.limits.memory',
  'deploy.resources.reservations.cpus',
  'deploy.resources.reservations.memory',
  'deploy.placement.max_replicas_per_node',
  'healthcheck.retries',
  'cpus',
  'mem_limit',
  'mem_reservation',
  'shm_size',
  'cpu_shares',
  'deploy.update_config.parallelism',
  'deploy.restart_policy.max_attempts',
]
const durations = [
  'stop_grace_period',
  'healthcheck.interval',
  'healthcheck.timeout',
  'healthcheck.start_period',
  'healthcheck.start_interval',
  'deploy.update_config.delay',
  'deploy.update_config.monitor',
  'deploy.restart_policy.delay',
  'deploy.restart_policy.window',
]

const checkRanges = (at: At) => {
  for (const keys of notNegative) {
    const node = find(at.service, keys)
    if (node?.kind === 'scalar' && typeof node.value === 'number' && node.value < 0)
      complain(at, `${at.path}.${keys}`, node.place, 'value.range', `${node.value} is below zero`, 'write zero or more')
  }
  for (const keys of durations) {
    const node = find(at.service, keys)
    const text = textOf(node)
    if (node && text && (durationNanoseconds(text) ?? 0) < 0)
      complain(
        at,
        `${at.path}.${keys}`,
        node.place,
        'value.range',
        `"${text}" is below zero`,
        'write a positive duration',
      )
  }
}

const choices: [string, readonly string[]][] = [
  ['deploy.mode', ['replicated', 'global', 'replicated-job', 'global-job']],
  ['deploy.endpoint_mode', ['vip', 'dnsrr']],
  ['deploy.update_config.failure_action', ['continue', 'pause', 'rollback']],
  ['deploy.rollback_config.failure_action', ['continue', 'pause']],
]

const checkChoices = (at: At) => {
  for (const [keys, known] of choices) {
    const node = find(at.service, keys)
    const text = textOf(node)
    if (!node || !text || known.includes(text)) continue
    complain(
      at,
      `${at.path}.${keys}`,
      node.place,
      'value.choice',
      `"${text}" is not one of ${known.join(', ')}`,
      `write ${nearest(text, known) ?? known[0]} instead`,
    )
  }
}

const items = (node: Node | undefined): { text: string; place: Place; index: number }[] =>
  node?.kind === 'list'
    ? node.items.flatMap((item, index) => {
        const text = textOf(item)
        return text === undefined ? [] : [{ text, place: item.place, index }]
      })
    : []

const checkNames = (at: At) => {
  for (const { text, place, index } of items(get(at.service, 'dns')))
    if (text !== '' && !isIpAddress(text))
      complain(
        at,
        `${at.path}.dns.${index}`,
        place,
        'value.address',
        `"${text}" is not an IP address`,
        "write the name server's address",
      )
  for (const { text, place, index } of items(get(at.service, 'extra_hosts')))
    if (!/^[^=]+=.+$/.test(text))
      complain(
        at,
        `${at.path}.extra_hosts.${index}`,
        place,
        'value.extra-host',
        `"${text}" has no address`,
        'write NAME:ADDRESS',
      )
  for (const { text, place, index } of items(find(at.service, 'deploy.placement.constraints')))
    if (!/^\s*[\w.\-/]+\s*(?:==|!=)\s*\S/.test(text))
      complain(
        at,
        `${at.path}.deploy.placement.constraints.${index}`,
        place,
        'value.constraint',
        `"${text}" is not a constraint`,
        'write KEY==VALUE or KEY!=VALUE, such as node.labels.disk==ssd',
      )
  const environment = get(at.service, 'environment')
  if (environment?.kind === 'map')
    for (const [name, entry] of environment.entries)
      if (name === '' || /[\s=]/.test(name))
        complain(
          at,
          `${at.path}.environment`,
          entry.key,
          'value.variable-name',
          `"${name}" is not a variable name`,
          'write NAME=value',
        )
}

const signals =
  /^(?:SIG)?(?:ABRT|ALRM|BUS|CHLD|CLD|CONT|FPE|HUP|ILL|INT|IO|IOT|KILL|PIPE|POLL|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ|RTMIN(?:\+\d+)?|RTMAX(?:-\d+)?)$/i

const checkForms = (at: At) => {
  const check = (key: string, valid: RegExp, code: string, what: string, fix: string) => {
    const node = get(at.service, key)
    const text = textOf(node)
    if (node && text && !valid.test(text))
      complain(at, `${at.path}.${key}`, node.place, code, `"${text}" is not ${what}`, fix)
  }
  check(
    'container_name',
    /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/,
    'value.container-name',
    "a container's name",
    'use at least two letters, digits, _ . or -, beginning with a letter or digit',
  )
  check(
    'mac_address',
    /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i,
    'value.address',
    'a MAC address',
    'write six pairs of hexadecimal digits',
  )
  const signal = get(at.service, 'stop_signal')
  const text = textOf(signal)
  if (signal && text && !signals.test(text) && !/^\d{1,2}$/.test(text))
    complain(
      at,
      `${at.path}.stop_signal`,
      signal.place,
      'value.signal',
      `"${text}" is not a signal`,
      'write a name such as SIGTERM',
    )
}

/** `claims`: who has which host port so far. */
const checkHostPorts = (at: At, claims: Map<string, string>) => {
  const ports = get(at.service, 'ports')
  if (ports?.kind !== 'list') return
  for (const [index, port] of ports.items.entries()) {
    const published = textOf(get(port, 'published'))
    if (!published || published === '0' || published.includes('-')) continue
    const protocol = textOf(get(port, 'protocol')) ?? 'tcp'
    const claim = `${textOf(get(port, 'host_ip')) ?? '0.0.0.0'}:${published}/${protocol}`
    const owner = claims.get(claim)
    claims.set(claim, at.path)
    if (owner === undefined) continue
    const same = owner === at.path
    at.context.report.add({
      severity: same ? 'error' : 'warning',
      code: 'value.port-twice',
      message: same
        ? `${at.path}.ports.${index}: host port ${published}/${protocol} is published twice by this service`
        : `${at.path}.ports.${index}: host port ${published}/${protocol} is also published by ${owner}, so the two need different hosts`,
      fix: 'choose another host port',
      path: `${at.path}.ports.${index}`,
      place: port.place,
    })
  }
}

export const checkEngineValues = (context: ConsistencyContext): void => {
  const claims = new Map<string, string>()
  for (const [name, { value: service }] of context.enabled.entries) {
    if (service.kind !== 'map') continue
    const at = { context, service, path: `services.${name}` }
    for (const check of [checkRanges, checkChoices, checkNames, checkForms]) check(at)
    checkHostPorts(at, claims)
  }
}
