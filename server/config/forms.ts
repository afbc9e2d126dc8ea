// The forms that settings can have, each with the words that say what is wanted.
import { z } from 'zod'

export const yes = z
  .enum(['1', 'true', 'yes', '0', 'false', 'no', ''])
  .transform((word) => ['1', 'true', 'yes'].includes(word))
export const listen = z
  .string()
  .regex(/^(\[[0-9a-fA-F:.]+\]|[^\s:[\]]*):\d{1,5}$/, 'wants ADDRESS:PORT, e.g. 127.0.0.1:3000 or [::1]:3000')
  .transform((text) => {
    const at = text.lastIndexOf(':')
    return { host: text.slice(0, at).replace(/^\[|\]$/g, '') || '0.0.0.0', port: Number(text.slice(at + 1)) }
  })
  .refine(({ port }) => port <= 65_535, 'wants a port up to 65535')
export const nameList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
  )
  .refine((names) => names.every((name) => /^[a-z0-9][a-z0-9._-]*$|^[0-9a-f:.]+$/.test(name)), {
    message: 'wants host names and addresses, e.g. lotse.example.com,10.0.0.5',
  })
/** Up to a month; 0 means never. */
export const hours = z
  .string()
  .regex(/^\d{1,3}$/, 'wants a number of hours from 0 to 720')
  .transform(Number)
  .refine((count) => count <= 720, 'wants a number of hours from 0 to 720')
export const publicUrl = z
  .url({ protocol: /^https?$/, error: 'wants an address like https://lotse.example.com' })
  .transform((text) => new URL(text).origin)

export const buildRegistry = z
  .string()
  .transform((text) =>
    text
      .trim()
      .replace(/\/+$/, '')
      .replace(/^(index|registry-1)\.docker\.io(?=\/|$)/, 'docker.io'),
  )
  .pipe(
    z
      .string()
      .regex(
        /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
        'wants HOST[:PORT][/PREFIX] in lower case and without https://, e.g. registry.example.com:5000/team',
      )
      .refine((text) => /^[^/]*[.:]|^localhost(\/|$)/.test(text), {
        message: 'wants a host with a dot or a port first; Docker Hub is docker.io/ACCOUNT',
      })
      .refine((text) => Number(/:(\d+)/.exec(text)?.[1] ?? 0) <= 65_535, 'wants a port up to 65535')
      .refine(
        (text) => /^docker\.io(\/[^/]+)?$|^(?!docker\.io\/)/.test(text),
        'wants docker.io/ACCOUNT and nothing behind it',
      )
      .refine((text) => text !== 'docker.io', 'wants an account too: docker.io/ACCOUNT'),
  )
  .transform((prefix) => ({ address: prefix.split('/', 1)[0] ?? '', prefix }))
export const secretKey = z
  .string()
  .regex(
    /^([A-Za-z0-9+/]{43}=|[0-9a-fA-F]{64})$/,
    'wants 32 bytes as base64 (openssl rand -base64 32) or as 64 hexadecimal digits',
  )
  .transform((text) => Buffer.from(text, text.length === 64 ? 'hex' : 'base64'))
