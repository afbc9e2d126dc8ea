// What differs between two create requests, field by field: whatever it is, it is shown. Secrets are masked. Pure.

import { isDeepStrictEqual } from 'node:util'
import type { RecreationChange } from '@/lib/contract/recreate'
import { recordOf } from '@/lib/json-value'
import { mask, maskDeep, maskValue } from '@/lib/mask'
import type { CreateRequest } from './types'

/** By names that a person knows: each variable and each label by itself. */
function flat({ body }: CreateRequest): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  const { HostConfig, Env, Labels, ...rest } = body
  for (const [key, value] of Object.entries(rest)) fields.set(key, value)
  for (const entry of Array.isArray(Env) ? Env.map(String) : []) {
    const at = entry.indexOf('=')
    fields.set(`Env ${at < 0 ? entry : entry.slice(0, at)}`, at < 0 ? '' : entry.slice(at + 1))
  }
  for (const [key, value] of Object.entries(recordOf(Labels))) fields.set(`Labels ${key}`, value)
  for (const [key, value] of Object.entries(HostConfig)) fields.set(`HostConfig.${key}`, value)
  return fields
}

const shown = (field: string, value: unknown): string | null => {
  if (value === undefined || value === null) return null
  if (/^(Env|Labels) /.test(field)) return maskValue(field.slice(field.indexOf(' ') + 1), String(value))
  return typeof value === 'string' ? String(maskDeep(value)) : JSON.stringify(maskDeep(value))
}

export function changesBetween(before: CreateRequest, after: CreateRequest): RecreationChange[] {
  const [was, is] = [flat(before), flat(after)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => !isDeepStrictEqual(was.get(field), is.get(field)))
    .map((field) => {
      const [old, now] = [shown(field, was.get(field)), shown(field, is.get(field))]
      // Two secrets look alike behind their dots, and yet one replaces the other.
      return { field, before: old, after: now === old && now !== null && now.includes(mask) ? `${now} *` : now }
    })
}
