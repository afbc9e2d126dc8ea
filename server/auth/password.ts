// Passwords as argon2id. Hashing is queued: each run takes 50 ms of a shared thread, and a burst of logins must not
// starve the file system and name resolution of theirs.
import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

const atOnce = 2
let running = 0
const waiting: (() => void)[] = []

const queued = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

export const hashPassword = (password: string): Promise<string> => queued(() => hash(password))

/** A stored text that is no argon2 hash matches nothing. */
export const isPassword = (stored: string, password: string): Promise<boolean> =>
  queued(() => verify(stored, password).catch(() => false))

let decoy: Promise<string> | undefined
/** Takes as long as `isPassword`, for names nobody has: the time of the answer tells nothing. */
export const pretendToVerify = async (password: string): Promise<void> => {
  decoy ??= hashPassword('nobody has this password')
  await isPassword(await decoy, password)
}

/** Letters and digits that cannot be mistaken for each other. */
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** 24 characters, 139 bits: for the first start, when nobody chose one. */
export const generatePassword = (): string =>
  Array.from({ length: 24 }, () => alphabet[randomInt(alphabet.length)]).join('')
