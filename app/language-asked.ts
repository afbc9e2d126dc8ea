// The language that a document is rendered in: what its reader chose, else what their browser asks for.
import { cookies, headers } from 'next/headers'
import type { Language } from '@/lib/texts/catalogue'
import { acceptedLanguage, isLanguage, languageCookie } from '@/lib/texts/language'

export async function languageAsked(): Promise<Language> {
  const chosen = (await cookies()).get(languageCookie)?.value
  return isLanguage(chosen) ? chosen : acceptedLanguage((await headers()).get('accept-language'))
}
