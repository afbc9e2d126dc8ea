// Secrets at rest: sealed with a key that is not in the database, so that a copy of the database alone opens nothing.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { AppError, messageOf } from '@/server/errors'

export const keyBytes = 32
const version = 'v1'

export type SecretBox = {
  /** `context` names what the secret belongs to: sealed for one row it opens for no other. */
  seal(text: string, context: string): string
  /** Null: sealed with another key, for something else, or damaged. */
  open(sealed: string, context: string): string | null
}

export const createSecretBox = (key: Buffer): SecretBox => ({
  seal: (text, context) => {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
    const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return [version, ...[nonce, cipher.getAuthTag(), hidden].map((part) => part.toString('base64url'))].join('.')
  },
  open: (sealed, context) => {
    const [used, ...parts] = sealed.split('.')
    const [nonce, tag, hidden] = parts.map((part) => Buffer.from(part, 'base64url'))
    if (used !== version || nonce?.length !== 12 || tag?.length !== 16 || hidden === undefined) return null
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
      decipher.setAAD(Buffer.from(context)).setAuthTag(tag)
      return Buffer.concat([decipher.update(hidden), decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  },
})

const readKey = (file: string): Buffer => {
  const { mode } = statSync(file)
  const fix = 'Put the file back from where it was kept; without it stored passwords have to be entered again.'
  if ((mode & 0o077) !== 0) {
    throw new AppError('invalid_input', `The key ${file} can be read by others than its owner.`, {
      details: { fix: `chmod 600 ${file}` },
    })
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== keyBytes) throw new AppError('invalid_input', `The key ${file} is damaged.`, { details: { fix } })
  return key
}

/** Of two that start at once the first one's key counts. */
const linkOnce = (fresh: string, file: string): void => {
  try {
    linkSync(fresh, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** The key beside the database, made at the first start. Throws invalid_input when it is open to others or damaged. */
export const keyBeside = (directory: string): Buffer => {
  const file = path.join(directory, 'lotse.key')
  const fresh = `${file}.${process.pid}`
  try {
    if (existsSync(file)) return readKey(file)
    // Whole or not at all: a key that was cut short by a full disk would lock away what it sealed.
    rmSync(fresh, { force: true })
    const handle = openSync(fresh, 'wx', 0o600)
    try {
      writeSync(handle, `${randomBytes(keyBytes).toString('base64')}\n`)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    linkOnce(fresh, file)
    return readKey(file)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('database_readonly', `The key ${file} cannot be made or read: ${messageOf(error)}.`, {
      details: { fix: 'Make the data directory writable, or set LOTSE_SECRET_KEY.' },
      cause: error,
    })
  } finally {
    rmSync(fresh, { force: true })
  }
}
