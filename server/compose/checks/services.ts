// Keys of one service that exclude or need each other.

import { get, type MapEntry, type MapNode, type Place, textOf } from '../node'
import type { ConsistencyContext } from './context'

interface At {
  context: ConsistencyContext
  path: string
}

export const keyPlace = (node: MapNode, key: string): Place => node.entries.get(key)?.key ?? node.place

const complain = ({ context, path }: At, place: Place, code: string, message: string, fix?: string) =>
  context.report.add({ code, message: `${path}: ${message}`, fix, path, place })

const checkImage = (at: At, service: MapNode, entry: MapEntry) => {
  if (
    get(service, 'image') ||
    get(service, 'build') ||
    get(service, 'provider') ||
    at.context.report.hasErrorBelow(at.path)
  )
    return
  complain(at, entry.key, 'service.no-image', 'has neither "image" nor "build"', 'add "image:"')
}

const checkNetworkMode = (at: At, service: MapNode) => {
  const networks = get(service, 'networks')
  const mode = textOf(get(service, 'network_mode'))
  if (mode !== undefined && networks?.kind === 'map' && networks.entries.size > 0)
    complain(
      { ...at, path: `${at.path}.network_mode` },
      keyPlace(service, 'network_mode'),
      'service.network-mode',
      `"network_mode: ${mode}" and "networks" exclude each other`,
      'keep one of them',
    )
}

const checkHealthcheck = (at: At, service: MapNode) => {
  const test = get(get(service, 'healthcheck'), 'test')
  if (test?.kind !== 'list') return
  const first = textOf(test.items[0])
  if (first !== undefined && ['CMD', 'CMD-SHELL', 'NONE'].includes(first)) return
  complain(
    { ...at, path: `${at.path}.healthcheck.test` },
    test.place,
    'service.healthcheck',
    `a health check's list begins with CMD, CMD-SHELL or NONE${first === undefined ? '' : `, not with "${first}"`}`,
    'write ["CMD", …], or the command as one text',
  )
}

const checkBuild = (at: At, service: MapNode) => {
  const build = get(service, 'build')
  if (build?.kind !== 'map') return
  if (textOf(get(build, 'dockerfile_inline')) && textOf(get(build, 'dockerfile')))
    complain(
      at,
      keyPlace(build, 'dockerfile_inline'),
      'service.dockerfile',
      '"dockerfile" and "dockerfile_inline" exclude each other',
      'keep one of them',
    )
  const platform = textOf(get(service, 'platform'))
  const platforms = get(build, 'platforms')
  if (
    platform &&
    platforms?.kind === 'list' &&
    platforms.items.length > 0 &&
    !platforms.items.some((item) => textOf(item) === platform)
  )
    complain(
      at,
      keyPlace(build, 'platforms'),
      'service.platform',
      `"build.platforms" must include the service's platform ${platform}`,
      `add ${platform}`,
    )
}

/** The same limit may be said in two places, as long as both say the same. */
const checkTwice = (at: At, service: MapNode) => {
  const resources = get(get(service, 'deploy'), 'resources')
  const pairs = [
    ['cpus', 'limits', 'cpus'],
    ['mem_limit', 'limits', 'memory'],
    ['mem_reservation', 'reservations', 'memory'],
    ['pids_limit', 'limits', 'pids'],
  ] as const
  for (const [key, kind, name] of pairs) {
    const here = textOf(get(service, key))
    const there = textOf(get(get(resources, kind), name))
    if (
      here !== undefined &&
      there !== undefined &&
      Number(here) !== Number(there) &&
      Number(here) !== 0 &&
      Number(there) !== 0
    )
      complain(
        { ...at, path: `${at.path}.${key}` },
        keyPlace(service, key),
        'service.limit-twice',
        `says ${here}, but deploy.resources.${kind}.${name} says ${there}`,
        'keep one of them',
      )
  }
}

const checkWatch = (at: At, service: MapNode) => {
  const watch = get(get(service, 'develop'), 'watch')
  if (watch?.kind !== 'list') return
  for (const [index, item] of watch.items.entries()) {
    const action = textOf(get(item, 'action'))
    const here = { ...at, path: `${at.path}.develop.watch.${index}` }
    if (action === 'rebuild' && !get(service, 'build'))
      complain(here, item.place, 'service.watch', '"rebuild" needs "build"', 'add "build:" or use another action')
    if (action?.startsWith('sync') && !textOf(get(item, 'target')))
      complain(here, item.place, 'service.watch', `"${action}" needs "target"`, 'add "target:"')
  }
}

const checkMounts = (at: At, service: MapNode) => {
  const mounts = get(service, 'volumes')
  if (mounts?.kind !== 'list') return
  for (const [index, mount] of mounts.items.entries()) {
    const source = textOf(get(mount, 'source'))
    if (textOf(get(mount, 'type')) === 'bind' && source?.startsWith('~'))
      complain(
        { ...at, path: `${at.path}.volumes.${index}` },
        get(mount, 'source')?.place ?? mount.place,
        'value.home',
        `"${source}" is below a home directory, and hosts have different ones`,
        'write an absolute path',
      )
    const target = textOf(get(mount, 'target'))
    if (target === undefined || target === '' || target.startsWith('/') || textOf(get(mount, 'type')) === 'npipe')
      continue
    const drive = /^[a-zA-Z]:/.test(target)
    complain(
      { ...at, path: `${at.path}.volumes.${index}` },
      mount.place,
      'value.mount-target',
      drive
        ? `"${target}" is read as a path on drive ${target[0]}, which a Linux container does not have`
        : `"${target}" is not an absolute path, and engines refuse such a mount`,
      drive ? "give the volume a name of two letters or more, or write the mount's long form" : `write "/${target}"`,
    )
  }
}

const checkUlimits = (at: At, service: MapNode) => {
  const limits = get(service, 'ulimits')
  if (limits?.kind !== 'map') return
  for (const [name, { value, key }] of limits.entries) {
    if (value.kind !== 'map') continue
    const here = { ...at, path: `${at.path}.ulimits.${name}` }
    const missing = ['soft', 'hard'].filter((kind) => !get(value, kind))
    if (missing.length > 0)
      complain(here, key, 'schema.missing-key', `needs "${missing.join('" and "')}"`, 'give both "soft" and "hard"')
    const soft = Number(textOf(get(value, 'soft')))
    const hard = Number(textOf(get(value, 'hard')))
    if (hard >= 0 && soft > hard)
      complain(here, key, 'value.range', `the soft limit ${soft} is above the hard limit ${hard}`, 'lower "soft"')
  }
}

export const checkServices = (context: ConsistencyContext): void => {
  for (const [name, entry] of context.enabled.entries) {
    const service = entry.value
    if (service.kind !== 'map') continue
    const at = { context, path: `services.${name}` }
    checkImage(at, service, entry)
    for (const check of [
      checkNetworkMode,
      checkHealthcheck,
      checkBuild,
      checkTwice,
      checkWatch,
      checkMounts,
      checkUlimits,
    ])
      check(at, service)
  }
  if (context.enabled.entries.size + context.disabled.entries.size === 0 && !context.report.hasErrors)
    context.report.add({
      severity: 'warning',
      code: 'stack.no-services',
      message: 'the stack has no services',
      fix: 'add some under "services:"',
      place: { ...context.root.place, end: context.root.place.start },
    })
}
