'use client'
// What the server said, in the language of the document.
import { useSyncExternalStore } from 'react'
import type { Part } from '@/lib/read-sentence'
import type { Language } from '@/lib/texts/catalogue'
import { isApiError } from './api'
import { languageNow } from './language'
import { germanReader, onSentences } from './sentences'

/** The parts of a sentence: what is not in this language is an engine's, or came though the German did not. */
export function saidParts(text: string, language: Language = languageNow()): Part[] {
  if (language === 'en') return [{ words: text, isForeign: false }]
  return germanReader()?.(text) ?? [{ words: text, isForeign: true }]
}

/** For where only text can stand: titles, toasts, labels. */
export const said = (text: string, language: Language = languageNow()): string =>
  saidParts(text, language)
    .map(({ words }) => words)
    .join('')

/** Drawn again when the German has come. */
export const useSaid = (): typeof said => {
  useSyncExternalStore(onSentences, germanReader, () => undefined)
  return said
}

/** What went wrong, in words: the server's sentence, or one of this side, which is in the document's language already. */
export function errorSaid(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return isApiError(error) && error.isOwnWords ? message : said(message)
}
