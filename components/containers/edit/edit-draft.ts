// What the form of edit-and-recreate holds: texts as a person types them, read out of the engine's inspect answer and turned
// into an edit that names only what differs. Masked values that nobody touched are kept without being known here. Pure.
import { z } from 'zod'
import type { ContainerEdit } from '@/lib/contract/recreate'
import { parseBytes } from '@/lib/parse-bytes'
import { joinWords, splitWords } from '@/lib/shell-words'

export type EditDraft = {
  image: string
  pull: boolean
  entrypoint: string
  command: string
  user: string
  workingDir: string
  /** A line each. */
  env: string
  labels: string
  ports: string
  restart: 'no' | 'always' | 'unless-stopped' | 'on-failure'
  maximumRetries: string
  memory: string
  memoryReservation: string
  cpus: string
  pids: string
}
export type DraftField = keyof EditDraft
export type DraftProblem = 'words' | 'line' | 'port' | 'size' | 'number' | 'empty'

const size = z.number().catch(0)
const list = z.array(z.string()).nullish().catch(null)
const pairs = z.record(z.string(), z.string()).nullish().catch(null)
export const bindings = z
  .record(z.string(), z.array(z.object({ HostIp: z.string().catch(''), HostPort: z.string().catch('') })).nullable())
  .nullish()
  .catch(null)
const shape = z.object({
  Config: z
    .object({
      Image: z.string().catch(''),
      Cmd: list,
      Entrypoint: list,
      User: z.string().catch(''),
      WorkingDir: z.string().catch(''),
      Env: list,
      Labels: pairs,
    })
    .partial(),
  HostConfig: z
    .object({
      PortBindings: bindings,
      RestartPolicy: z.object({ Name: z.string(), MaximumRetryCount: size }).partial().nullish().catch(null),
      Memory: size,
      MemoryReservation: size,
      NanoCpus: size,
      CpuQuota: size,
      CpuPeriod: size,
      PidsLimit: z.number().nullish().catch(null),
    })
    .partial(),
})

const mib = 2 ** 20
const sizeText = (bytes: number): string => {
  if (bytes <= 0) return ''
  if (bytes % 2 ** 30 === 0) return `${bytes / 2 ** 30} GiB`
  return bytes % mib === 0 ? `${bytes / mib} MiB` : String(bytes)
}

/** A value with a line break has no place in a list of lines: it is kept as it is. */
const asLines = (entries: string[]): string => entries.filter((entry) => !/[\r\n]/.test(entry)).join('\n')
/** Of Compose and of Lotse: what they mean is not for hands to change. */
const isToolLabel = (name: string): boolean => /^(com\.docker\.compose\.|io\.lotse\.)/.test(name)

const portText = (port: string, { HostIp, HostPort }: { HostIp: string; HostPort: string }): string => {
  const inside = port.replace(/\/tcp$/, '')
  const ip = HostIp === '' || HostIp === '0.0.0.0' ? '' : `${HostIp.includes(':') ? `[${HostIp}]` : HostIp}:`
  return HostPort === '' && ip === '' ? inside : `${ip}${HostPort}:${inside}`
}

export const portLines = (all: z.infer<typeof bindings>): string =>
  Object.entries(all ?? {})
    .flatMap(([port, published]) => (published ?? []).map((binding) => portText(port, binding)))
    .join('\n')

const restartNames = ['no', 'always', 'unless-stopped', 'on-failure'] as const

export function draftOf(inspect: Record<string, unknown>): EditDraft | null {
  const parsed = shape.safeParse(inspect)
  if (!parsed.success) return null
  const { Config, HostConfig } = parsed.data
  const policy = HostConfig.RestartPolicy ?? {}
  const quota = (HostConfig.CpuQuota ?? 0) > 0 ? (HostConfig.CpuQuota ?? 0) / (HostConfig.CpuPeriod || 100_000) : 0
  const cpus = (HostConfig.NanoCpus ?? 0) / 1e9 || quota
  return {
    image: Config.Image ?? '',
    pull: false,
    entrypoint: joinWords(Config.Entrypoint ?? []),
    command: joinWords(Config.Cmd ?? []),
    user: Config.User ?? '',
    workingDir: Config.WorkingDir ?? '',
    env: asLines(Config.Env ?? []),
    labels: asLines(
      Object.entries(Config.Labels ?? {})
        .filter(([name]) => !isToolLabel(name))
        .map(([name, value]) => `${name}=${value}`)
        .sort(),
    ),
    ports: portLines(HostConfig.PortBindings),
    restart: restartNames.find((name) => name === policy.Name) ?? 'no',
    maximumRetries: policy.MaximumRetryCount ? String(policy.MaximumRetryCount) : '',
    memory: sizeText(HostConfig.Memory ?? 0),
    memoryReservation: sizeText(HostConfig.MemoryReservation ?? 0),
    cpus: cpus > 0 ? String(Number(cpus.toFixed(3))) : '',
    pids: (HostConfig.PidsLimit ?? 0) > 0 ? String(HostConfig.PidsLimit) : '',
  }
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')

function pairChanges(before: string, after: string): { set: Record<string, string>; remove: string[] } | null {
  const was = new Set(linesOf(before))
  const lines = linesOf(after)
  if (lines.some((line) => line.startsWith('='))) return null
  const nameOf = (line: string) => line.split('=')[0] ?? ''
  const names = new Set(lines.map(nameOf))
  return {
    set: Object.fromEntries(
      lines.filter((line) => !was.has(line)).map((line) => [nameOf(line), line.slice(nameOf(line).length + 1)]),
    ),
    remove: linesOf(before)
      .map(nameOf)
      .filter((name) => !names.has(name)),
  }
}

const portLine =
  /^(?:(\[[0-9a-fA-F:.]+\]|\d{1,3}(?:\.\d{1,3}){3}):)?(?:(\d{1,5}(?:-\d{1,5})?)?:)?(\d{1,5})(?:\/(tcp|udp|sctp))?$/

function readPorts(text: string): NonNullable<ContainerEdit['ports']> | null {
  const read = linesOf(text).map((line) => portLine.exec(line.trim()))
  if (read.some((match) => match === null || Number(match[3]) > 65_535 || Number(match[3]) === 0)) return null
  return read.map((match) => ({
    port: `${match?.[3]}/${match?.[4] ?? 'tcp'}`,
    hostIp: (match?.[1] ?? '').replace(/^\[|\]$/g, ''),
    hostPort: match?.[2] ?? '',
  }))
}

const readSize = (text: string): number | null => (text.trim() === '' ? 0 : (parseBytes(text) ?? null))
const readNumber = (text: string, isWhole: boolean): number | null => {
  const value = text.trim() === '' ? 0 : Number(text.trim().replace(',', '.'))
  return Number.isFinite(value) && value >= 0 && (!isWhole || Number.isInteger(value)) ? value : null
}

export type ReadDraft = { edit: ContainerEdit; problems: Partial<Record<DraftField, DraftProblem>>; isChanged: boolean }

/** Only what differs from the draft as it was opened. */
export function editOf(before: EditDraft, now: EditDraft): ReadDraft {
  const edit: ContainerEdit = {}
  const problems: ReadDraft['problems'] = {}
  const changed = (field: DraftField) => now[field] !== before[field]
  function take<T>(field: DraftField, read: T | null, problem: DraftProblem, put: (value: T) => void) {
    if (!changed(field)) return
    if (read === null) problems[field] = problem
    else put(read)
  }
  const set =
    <K extends keyof ContainerEdit>(key: K) =>
    (value: ContainerEdit[K]) => {
      edit[key] = value
    }
  const image = now.image.trim()
  take('image', image === '' ? null : image, 'empty', set('image'))
  if (now.pull) edit.pull = true
  // Nothing typed: what the image says.
  const words = (text: string) => (text.trim() === '' ? { words: null } : wordsOf(text))
  take('command', words(now.command), 'words', ({ words: value }) => set('command')(value))
  take('entrypoint', words(now.entrypoint), 'words', ({ words: value }) => set('entrypoint')(value))
  take('user', now.user.trim(), 'empty', set('user'))
  take('workingDir', now.workingDir.trim(), 'empty', set('workingDir'))
  take('env', pairChanges(before.env, now.env), 'line', (pairs) => {
    if (Object.keys(pairs.set).length > 0) edit.setEnv = pairs.set
    if (pairs.remove.length > 0) edit.removeEnv = pairs.remove
  })
  take('labels', pairChanges(before.labels, now.labels), 'line', (pairs) => {
    if (Object.keys(pairs.set).length > 0) edit.setLabels = pairs.set
    if (pairs.remove.length > 0) edit.removeLabels = pairs.remove
  })
  take('ports', readPorts(now.ports), 'port', set('ports'))
  if (changed('restart') || changed('maximumRetries')) {
    const maximumRetries = readNumber(now.maximumRetries, true)
    if (maximumRetries === null) problems.maximumRetries = 'number'
    else edit.restart = { name: now.restart, maximumRetries }
  }
  take('memory', readSize(now.memory), 'size', set('memoryBytes'))
  take('memoryReservation', readSize(now.memoryReservation), 'size', set('memoryReservationBytes'))
  take('cpus', readNumber(now.cpus, false), 'number', set('cpus'))
  take('pids', readNumber(now.pids, true), 'number', set('pidsLimit'))
  return { edit, problems, isChanged: Object.keys(edit).length > 0 }
}

const wordsOf = (text: string): { words: string[] } | null => {
  const words = splitWords(text)
  return words && { words }
}
