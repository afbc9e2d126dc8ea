'use client'
// The language of the document for all that is drawn in it: the server draws a German document in German, and the browser has
// the German of a script before that script begins (scripts/german-scripts.ts).
import type { ReactNode } from 'react'
import type { Language } from '@/lib/texts/catalogue'
import { LanguageContext } from './language'

export const LanguageProvider = ({ value, children }: { value: Language; children: ReactNode }) => (
  <LanguageContext value={value}>{children}</LanguageContext>
)
