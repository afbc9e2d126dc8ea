// Shapes that every other contract file builds on: errors with positions, pages, times.
import { z } from 'zod'

/** A moment as ISO 8601 in UTC, as JSON carries it. */
export const instant = z.iso.datetime({ offset: true })

/** A place in a text a person wrote. Lines and columns count from 1. */
export const position = z.object({
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  endLine: z.number().int().optional(),
  endColumn: z.number().int().optional(),
})
export type Position = z.infer<typeof position>

export const diagnostic = z.object({
  severity: z.enum(['error', 'warning', 'hint']),
  /** Stable machine name, e.g. `yaml.duplicate-key`, `schema.unknown-key`, `interpolation.unset`. */
  code: z.string(),
  message: z.string(),
  /** What to do about it, when that is known. */
  fix: z.string().optional(),
  /** Path inside the document, e.g. `services.web.ports.0`. */
  path: z.string().optional(),
  position: position.optional(),
})
export type Diagnostic = z.infer<typeof diagnostic>

/** The body of every failed request to /api. */
export const apiError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z
      .object({
        diagnostics: z.array(diagnostic).optional(),
        fix: z.string().optional(),
        requestId: z.string().optional(),
      })
      .catchall(z.unknown())
      .optional(),
  }),
})
export type ApiErrorBody = z.infer<typeof apiError>

/** A window into a server-side list. `total` counts what matches the filter, `revision` the state of the index it was read from. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number().int(), offset: z.number().int(), revision: z.number().int() })
export type Page<T> = { items: T[]; total: number; offset: number; revision: number }

export const listQuery = z.object({
  /** Filter language: `key:value`, `-key:value`, `key:a,b`, `*` in values, free text. */
  q: z.string().max(2000).default(''),
  sort: z.string().max(40).optional(),
  direction: z.enum(['asc', 'desc']).default('asc'),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
export type ListQuery = z.infer<typeof listQuery>

export const labels = z.record(z.string(), z.string())
export type Labels = z.infer<typeof labels>
