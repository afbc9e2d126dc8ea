'use client'
// The language of the interface: a cookie, else what the browser asks for. The server renders it into the document, so
// the first paint is in it; a change reloads the page, which spares every cached text a way to change under its feet.
import { createContext, useContext } from 'react'
import type { Catalogue, Language, Texts } from '@/lib/texts/catalogue'
import { isLanguage, languageCookie } from '@/lib/texts/language'

export const LanguageContext = createContext<Language>('en')

export const useLanguage = (): Language => useContext(LanguageContext)

export const useTexts = <T extends Texts>(catalogue: Catalogue<T>): Catalogue<T>['en'] => catalogue[useLanguage()]

/**
 * The language of the open document, for event handlers and for pure words of data (`duration`, `hostWords`). The server
 * draws no data and knows no document; what it does draw takes its words by `useTexts`.
 */
export const languageNow = (): Language => {
  if (typeof document === 'undefined') return 'en'
  const { lang } = document.documentElement
  return isLanguage(lang) ? lang : 'en'
}

export const textsNow = <T extends Texts>(catalogue: Catalogue<T>): Catalogue<T>['en'] => catalogue[languageNow()]

const yearSeconds = 31_536_000

export function setLanguage(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store API is missing in some browsers
  document.cookie = `${languageCookie}=${language}; path=/; max-age=${yearSeconds}; samesite=lax`
  location.reload()
}
