// Published ports as rows of a form, from the short and the long notation and back into the same one.
import type { PlainValue } from '@/lib/compose-text/document'
import { isMapping } from '@/lib/compose-text/edit-text'

export type PortRow = {
  hostIp: string
  published: string
  target: string
  protocol: string
  form: 'short' | 'long'
}

/** Splits at colons that stand neither in `${…}` nor in `[…]`. */
export function colonParts(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const character of text) {
    if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth = Math.max(0, depth - 1)
    if (character === ':' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

const text = (value: PlainValue | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

export function portRow(value: PlainValue): PortRow {
  if (isMapping(value))
    return {
      hostIp: text(value.host_ip),
      published: text(value.published),
      target: text(value.target),
      protocol: text(value.protocol) || 'tcp',
      form: 'long',
    }
  const [, rest = '', protocol = 'tcp'] = /^(.*?)(?:\/([a-z]+))?$/s.exec(text(value)) ?? []
  const parts = colonParts(rest)
  const target = parts.pop() ?? ''
  const published = parts.pop() ?? ''
  return { hostIp: parts.join(':'), published, target, protocol, form: 'short' }
}

/** `old`: what stood there; keys of a long form that the row does not know stay. */
export function portValue(row: PortRow, old?: PlainValue): PlainValue {
  const port = (given: string): PlainValue => (/^\d{1,5}$/.test(given) ? Number(given) : given)
  if (row.form === 'long') {
    const { host_ip: _ip, published, target: _target, protocol: was, ...others } = isMapping(old) ? old : {}
    return {
      target: port(row.target),
      ...(row.published === ''
        ? {}
        : { published: typeof published === 'string' ? row.published : port(row.published) }),
      ...(row.hostIp === '' ? {} : { host_ip: row.hostIp }),
      ...(row.protocol === 'tcp' && was === undefined ? {} : { protocol: row.protocol }),
      ...others,
    }
  }
  const place = [row.hostIp, row.published, row.target].filter(
    (part, at) => part !== '' || (at === 1 && row.hostIp !== ''),
  )
  return place.join(':') + (row.protocol === 'tcp' ? '' : `/${row.protocol}`)
}

const portForm = /^(?:\d{1,5}(?:-\d{1,5})?|.*\$.*)$/

/** What is wrong with the row: the field's name, or null. */
export function portFault(row: PortRow): 'target' | 'published' | null {
  const inRange = (given: string) =>
    portForm.test(given) &&
    (given.includes('$') || given.split('-').every((part) => Number(part) >= 1 && Number(part) <= 65535))
  if (!inRange(row.target)) return 'target'
  return row.published === '' || inRange(row.published) ? null : 'published'
}
