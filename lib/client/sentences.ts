'use client'
// The German of what the server says, in a file of its own: who reads English never loads it. In a German document answers wait
// for it (lib/client/api), so that none is drawn in English first and nothing has to be drawn twice; but not for long.
import type { ReadSentence } from '@/lib/read-sentence'
import { languageNow } from './language'

const againMs = 5_000
/** From the beginning of the page on. */
const patienceMs = 4_000

let readInGerman: ReadSentence | undefined
const listeners = new Set<() => void>()

/** A file that does not come leaves the sentences English for a while, as they are for the API; it is asked for again. */
async function load(): Promise<void> {
  const german = await import('@/lib/texts/sentences/german').catch(() => undefined)
  if (!german) return void setTimeout(load, againMs)
  readInGerman = german.readInGerman
  for (const tell of listeners) tell()
}

/** Undefined: there is nothing to wait for. It never rejects. */
const come =
  languageNow() === 'de'
    ? Promise.race([load(), new Promise<void>((resolve) => setTimeout(resolve, patienceMs))])
    : undefined

/** Resolves with or without them; throws when the asker gives up. */
export async function untilSentences(signal?: AbortSignal): Promise<void> {
  if (come === undefined) return
  signal?.throwIfAborted()
  const settled = new AbortController()
  const givenUp = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: settled.signal })
  })
  await Promise.race([come, givenUp]).finally(() => settled.abort())
}

export const germanReader = (): ReadSentence | undefined => readInGerman

export const onSentences = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
