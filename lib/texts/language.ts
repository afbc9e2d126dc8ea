// Which language a visitor gets: what the cookie says, else what the browser asks for.
import { type Language, languages } from './catalogue'

export const languageCookie = 'lotse-language'

export const isLanguage = (value: unknown): value is Language => languages.includes(value as Language)

/**
 * The first language of an Accept-Language header that there is, by its weights (RFC 9110 §12.5.4); English if none.
 */
export function acceptedLanguage(header: string | null | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part, index) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find((found) => found !== undefined)
      return { language: tag.split('-')[0]?.toLowerCase(), weight: weight === undefined ? 1 : Number(weight), index }
    })
    .filter((choice) => choice.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.index - b.index)
  return wanted.map((choice) => choice.language).find(isLanguage) ?? 'en'
}
