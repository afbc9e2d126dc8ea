'use client'
// What the server said, in the language of the document. The German of its sentences comes with the first page that is
// German, in a file of its own: who reads English never loads it.
import { useSyncExternalStore } from 'react'
import type { Part, ReadSentence } from '@/lib/read-sentence'
import type { Language } from '@/lib/texts/catalogue'
import { isApiError } from './api'
import { languageNow } from './language'

let readInGerman: ReadSentence | undefined
const listeners = new Set<() => void>()

/** A file that does not come leaves the sentences English, as they are for the API. */
async function loadSentences(): Promise<void> {
  const german = await import('@/lib/texts/sentences/german').catch(() => undefined)
  readInGerman = german?.readInGerman
  for (const tell of listeners) tell()
}

if (languageNow() === 'de') void loadSentences()

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The parts of a sentence: what is not in this language is an engine's, or came before the German did. */
export function saidParts(text: string, language: Language = languageNow()): Part[] {
  if (language === 'en') return [{ words: text, isForeign: false }]
  return readInGerman?.(text) ?? [{ words: text, isForeign: true }]
}

/** For where only text can stand: titles, toasts, labels. */
export const said = (text: string, language: Language = languageNow()): string =>
  saidParts(text, language)
    .map(({ words }) => words)
    .join('')

/** Drawn again when the German has come. */
export const useSaid = (): typeof said => {
  useSyncExternalStore(
    subscribe,
    () => readInGerman,
    () => undefined,
  )
  return said
}

/** What went wrong, in words: the server's sentence, or one of this side, which is in the document's language already. */
export function errorSaid(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return isApiError(error) && error.isOwnWords ? message : said(message)
}
