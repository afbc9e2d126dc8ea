// Where built images go, and the login there.
import { readFileSync } from 'node:fs'
import { AppError } from '@/server/errors'
import { refuse } from './refuse'
import type { Values } from './settings'

/** Null: streamed from host to host. */
export type BuildRegistrySetting = {
  address: string
  prefix: string
  login: { username: string; password: string } | null
} | null

export const readRegistry = (values: Values): BuildRegistrySetting => {
  const { LOTSE_REGISTRY: registry, LOTSE_REGISTRY_USER: username, LOTSE_REGISTRY_PASSWORD_FILE: file } = values
  const given = values.LOTSE_REGISTRY_PASSWORD
  const set = (['LOTSE_REGISTRY_USER', 'LOTSE_REGISTRY_PASSWORD', 'LOTSE_REGISTRY_PASSWORD_FILE'] as const).filter(
    (name) => values[name] !== undefined,
  )
  if (registry === undefined) {
    if (set.length > 0)
      refuse(`${set[0]} is set without LOTSE_REGISTRY.`, 'Set LOTSE_REGISTRY to the registry it is for.')
    return null
  }
  if (given !== undefined && file !== undefined) {
    refuse('LOTSE_REGISTRY_PASSWORD and LOTSE_REGISTRY_PASSWORD_FILE are both set.', 'Set one of them.')
  }
  const password = file === undefined ? given : readPassword(file)
  if ((username === undefined) !== (password === undefined)) {
    refuse(`${set[0]} is set without the other.`, 'Set both a user and a password for LOTSE_REGISTRY, or neither.')
  }
  const login = username === undefined || password === undefined ? null : { username, password }
  return { ...registry, login }
}

const readPassword = (file: string): string => {
  const fix = 'Give the path of a file with nothing but the password.'
  try {
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
    return text === '' ? refuse(`LOTSE_REGISTRY_PASSWORD_FILE ${file} is empty.`, fix) : text
  } catch (error) {
    if (error instanceof AppError) throw error
    return refuse(`LOTSE_REGISTRY_PASSWORD_FILE ${file} cannot be read: ${(error as Error).message}.`, fix)
  }
}
