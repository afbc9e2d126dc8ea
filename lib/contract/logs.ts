// The merged log of many containers: what is asked, and what the answer tells line by line of JSON. Lines come as tuples,
// because a hundred thousand of them are sent at once.
import { z } from 'zod'
import { instant } from './common'
import { mostLogLines } from './limits'

export const logMoment = z.union([
  z.iso.datetime({ offset: true }),
  z.coerce
    .number()
    .min(0)
    .max(8_640_000_000_000)
    .transform((seconds) => new Date(seconds * 1000).toISOString()),
])

export const logQuery = z.object({
  q: z.string().max(2000).default('').describe('Which containers, in the filter language'),
  tail: z.coerce.number().int().min(0).max(mostLogLines).default(1000).describe('The newest so many of all together'),
  since: logMoment.optional().describe('ISO time or seconds since 1970'),
  until: logMoment.optional(),
  around: logMoment.optional().describe('Half of `tail` before this moment and half after it; no `follow`'),
  follow: z.stringbool().default(false),
  search: z.string().max(500).default('').describe('Only lines with this, out of everything that the engines keep'),
  regex: z.stringbool().default(false).describe('`search` is a regular expression of RE2'),
  matchCase: z.stringbool().default(false),
  invert: z.stringbool().default(false).describe('Only lines without it'),
  mark: z.stringbool().default(false).describe('All lines, those with hits marked'),
  format: z.enum(['json', 'text']).default('json').describe('`text`: a file of everything that is kept'),
})
export type LogQuery = z.infer<typeof logQuery>

export const logSource = z.object({
  /** What lines of it carry, within this answer. */
  n: z.number().int(),
  containerId: z.string(),
  hostId: z.string(),
  hostName: z.string(),
  name: z.string(),
  stack: z.string().nullable(),
  service: z.string().nullable(),
  number: z.number().int().nullable(),
  /** What was taken off its times to put them in order: its host's clock minus ours. 0 while both agree. */
  skewMs: z.number(),
})
export type LogSource = z.infer<typeof logSource>

/** Source, the engine's time, stream, text, and from where to where each hit goes in the text without colours. */
export const logTuple = z.tuple([
  z.number().int(),
  instant.nullable(),
  z.enum(['stdout', 'stderr', 'console']),
  z.string(),
  z.array(z.number().int()).nullable(),
])
export type LogTuple = z.infer<typeof logTuple>

export const logNoteCode = z.enum([
  /** In the selection since now. */
  'joined',
  /** Stands where another one stood. */
  'recreated',
  'started',
  'ended',
  'removed',
  /** The host does not answer: its containers are missing. */
  'host-silent',
  'host-back',
  /** The logging driver cannot be read. */
  'unreadable',
  /** It did not answer in time. */
  'slow',
  /** The log broke off and is taken up again. */
  'broken',
  /** More containers than one request follows. */
  'left-out',
])
export type LogNoteCode = z.infer<typeof logNoteCode>

export const logNote = z.object({
  at: instant,
  code: logNoteCode,
  source: z.number().int().nullable(),
  /** `host/container`, or the host. */
  name: z.string(),
  /** The engine's own words, where it has some. */
  text: z.string(),
  exitCode: z.number().int().nullable(),
})
export type LogNote = z.infer<typeof logNote>

export const logItem = z.discriminatedUnion('type', [
  /** First: how many containers match, and how many of them are read. */
  z.object({ type: z.literal('selection'), total: z.number().int(), read: z.number().int() }),
  z.object({ type: z.literal('source'), source: logSource }),
  z.object({ type: z.literal('lines'), lines: z.array(logTuple) }),
  z.object({ type: z.literal('note'), note: logNote }),
  /** While looking back: lines read so far, and how many of them fit. */
  z.object({ type: z.literal('progress'), read: z.number().int(), found: z.number().int() }),
  /** All that is kept has been told; `read` lines were looked at. */
  z.object({ type: z.literal('caught-up'), read: z.number().int(), found: z.number().int() }),
  /** Now and then while nothing is said: proxies end what is silent. */
  z.object({ type: z.literal('alive') }),
])
export type LogItem = z.infer<typeof logItem>
