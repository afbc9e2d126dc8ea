'use client'
// The German of what the server says, in a file of its own: who reads English never loads it. In a German document answers wait
// for it (lib/client/api), so that none is drawn in English first and nothing has to be drawn twice.
import type { ReadSentence } from '@/lib/read-sentence'
import { languageNow } from './language'

const againMs = 5_000

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
export const sentencesCome: Promise<void> | undefined = languageNow() === 'de' ? load() : undefined

export const germanReader = (): ReadSentence | undefined => readInGerman

export const onSentences = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
