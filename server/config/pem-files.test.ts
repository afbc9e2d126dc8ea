import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readEngineTls, readPair } from './pem-files'
import type { Values } from './settings'

const folder = mkdtempSync(path.join(tmpdir(), 'lotse-pem-'))
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text)
  return path.join(folder, name)
}
afterAll(() => rmSync(folder, { recursive: true }))

const given = (values: Partial<Values>) => values as Values
const pair = (values: Partial<Values>) => readPair('LOTSE_TLS_CERT', 'LOTSE_TLS_KEY', given(values))

it('wants both of a pair or none, and says which is missing', () => {
  expect(pair({})).toBeNull()
  expect(() => pair({ LOTSE_TLS_CERT: 'a.pem' })).toThrow('LOTSE_TLS_CERT is set without the other.')
  expect(() => pair({ LOTSE_TLS_KEY: 'a.pem' })).toThrow('LOTSE_TLS_KEY is set without the other.')
})

it('names the file that it cannot read, and the two that are no pair', () => {
  const none = path.join(folder, 'none.pem')
  expect(() => pair({ LOTSE_TLS_CERT: none, LOTSE_TLS_KEY: none })).toThrow(`LOTSE_TLS_CERT ${none} cannot be read`)
  const text = file('text.pem', 'no certificate')
  expect(() => pair({ LOTSE_TLS_CERT: text, LOTSE_TLS_KEY: text })).toThrow('do not make a pair')
})

it('takes an authority for engines alone, as for engines that ask for no certificate', () => {
  expect(readEngineTls(given({}))).toBeNull()
  const ca = file('ca.pem', 'the authority')
  expect(readEngineTls(given({ LOTSE_ENGINE_CA: ca }))).toEqual({ ca: 'the authority' })
})
