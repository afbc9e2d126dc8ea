// A running container as a service of a compose file: what it was given itself, without what its image brings or its engine
// fills in. The way back from `containerPlan`. Pure.

import { recordOf, textOf, wordsOf } from '@/lib/json-value'
import type { PlainValue } from '@/server/compose/plain-value'
import { ownConfig } from '@/server/recreate/own-config'
import { plainName } from '@/server/recreate/put-back'
import type { Fields } from '@/server/recreate/types'
import { asFieldsList, duration, literal, literals, said, size } from './compose-words'
import { isUsualName } from './foreign-changes'
import { hostText } from './host-text'
import { serviceOf } from './made-of-inspect'
import { mountsText } from './mounts-text'
import { networksText } from './networks-text'
import type { Inspected, ServiceText, Surroundings } from './types'

const ownLabel = /^(com\.docker\.compose\.|io\.lotse\.|desktop\.docker\.io\/|com\.docker\.swarm\.id$)/

const environmentOf = (own: Fields): PlainValue =>
  Object.fromEntries(
    wordsOf(own.Env).map((entry) => {
      const at = entry.indexOf('=')
      return at === -1 ? [entry, ''] : [entry.slice(0, at), literal(entry.slice(at + 1))]
    }),
  )

const labelsOf = (own: Fields): PlainValue =>
  Object.fromEntries(
    Object.entries(recordOf(own.Labels))
      .filter(([name]) => !ownLabel.test(name))
      .map(([name, value]) => [name, literal(String(value))]),
  )

const portsOf = (bindings: unknown): PlainValue =>
  Object.entries(recordOf(bindings)).flatMap(([port, list]) => {
    const [target = '', protocol = 'tcp'] = port.split('/')
    const end = protocol === 'tcp' ? target : `${target}/${protocol}`
    return asFieldsList(list).map(({ HostIp, HostPort }) => {
      const address = ['', '0.0.0.0'].includes(textOf(HostIp)) ? '' : textOf(HostIp)
      const published = textOf(HostPort) === '0' ? '' : textOf(HostPort)
      const shown = address.includes(':') ? `[${address}]` : address
      if (shown === '') return published === '' ? end : `${published}:${end}`
      return `${shown}:${published}:${end}`
    })
  })

const exposeOf = (own: Fields, bindings: unknown): PlainValue =>
  Object.keys(recordOf(own.ExposedPorts))
    .filter((port) => !(port in recordOf(bindings)))
    .map((port) => port.replace(/\/tcp$/, ''))

const healthOf = (own: Fields): PlainValue => {
  if (own.Healthcheck === undefined || own.Healthcheck === null) return null
  const { Test, Interval, Timeout, StartPeriod, StartInterval, Retries } = recordOf(own.Healthcheck)
  if (wordsOf(Test)[0] === 'NONE') return { disable: true }
  return said({
    test: literals(Test),
    interval: duration(Interval),
    timeout: duration(Timeout),
    start_period: duration(StartPeriod),
    start_interval: duration(StartInterval),
    retries: size(Retries) || null,
  })
}

const dependsOn = (label: string | undefined, around: Surroundings): PlainValue => {
  const known = new Set(around.peers.values())
  const entries = (label ?? '').split(',').flatMap((entry) => {
    const [name = '', condition = 'service_started', restart] = entry.split(':')
    return known.has(name) ? [{ name, condition, restarts: restart === 'true' }] : []
  })
  const isPlain = entries.every(({ condition, restarts }) => condition === 'service_started' && !restarts)
  if (isPlain) return entries.map(({ name }) => name)
  return Object.fromEntries(
    entries.map(({ name, condition, restarts }) => [name, said({ condition, restart: restarts || null })]),
  )
}

export const serviceOfContainer = (inspected: Inspected, around: Surroundings): ServiceText => {
  const { inspect, image } = inspected
  const own = ownConfig(inspect.Config, image)
  const labels = recordOf(inspect.Config.Labels) as Record<string, string>
  const mode = textOf(inspect.HostConfig.NetworkMode)
  const hostname = textOf(own.Hostname)
  const isMadeUp = inspect.Id.startsWith(hostname) || mode === 'host' || mode.startsWith('container:')
  const number = Number(labels['com.docker.compose.container-number'] ?? 1)
  const name = plainName(inspect)
  const isUsual = isUsualName(around.stack, { service: serviceOf(inspect), number, name })
  return said({
    image: textOf(inspect.Config.Image),
    container_name: isUsual ? null : name,
    entrypoint: own.Entrypoint === undefined ? null : literals(own.Entrypoint).filter((word) => word !== ''),
    command: literals(own.Cmd),
    user: textOf(own.User) || null,
    working_dir: literal(textOf(own.WorkingDir)) || null,
    hostname: isMadeUp ? null : hostname,
    domainname: textOf(own.Domainname) || null,
    tty: own.Tty === true || null,
    stdin_open: own.OpenStdin === true || null,
    stop_signal: textOf(own.StopSignal) || null,
    stop_grace_period: size(own.StopTimeout) === 0 ? null : `${size(own.StopTimeout)}s`,
    environment: environmentOf(own),
    ports: portsOf(inspect.HostConfig.PortBindings),
    expose: mode.startsWith('container:') ? null : exposeOf(own, inspect.HostConfig.PortBindings),
    volumes: mountsText(inspected, around.volumes),
    ...networksText(inspected, around),
    depends_on: dependsOn(labels['com.docker.compose.depends_on'], around),
    healthcheck: healthOf(own),
    ...hostText(inspect.HostConfig, around.peers),
    labels: labelsOf(own),
  })
}
