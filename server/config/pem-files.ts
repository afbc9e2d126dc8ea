// Certificates and keys that settings name, read and tried before anything starts.
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { refuse } from './refuse'
import type { Name, Values } from './settings'

const readPem = (name: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    return refuse(`${name} ${file} cannot be read: ${(error as Error).message}.`, 'Give the path of a PEM file.')
  }
}

/** Both or neither. */
export const readPair = (certName: Name, keyName: Name, values: Values): { cert: string; key: string } | null => {
  const [cert, key] = [values[certName], values[keyName]]
  if (cert === undefined && key === undefined) return null
  if (typeof cert !== 'string' || typeof key !== 'string') {
    return refuse(`${cert ? certName : keyName} is set without the other.`, `Set both ${certName} and ${keyName}.`)
  }
  const pair = { cert: readPem(certName, cert), key: readPem(keyName, key) }
  try {
    createSecureContext(pair)
  } catch (error) {
    return refuse(
      `${certName} ${cert} and ${keyName} ${key} do not make a pair: ${(error as Error).message}.`,
      'Give a certificate and its own private key without a passphrase, both as PEM files.',
    )
  }
  return pair
}

export const readEngineTls = (values: Values): { ca?: string; cert?: string; key?: string } | null => {
  const pair = readPair('LOTSE_ENGINE_CERT', 'LOTSE_ENGINE_KEY', values)
  const ca = values.LOTSE_ENGINE_CA === undefined ? {} : { ca: readPem('LOTSE_ENGINE_CA', values.LOTSE_ENGINE_CA) }
  return pair === null && ca.ca === undefined ? null : { ...ca, ...pair }
}
