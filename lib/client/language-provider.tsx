'use client'
// The language of the document for all that is drawn in it. The server has drawn a German document in German; the browser
// takes it over once the German words are there, and asks for them along with the page.
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import type { Language } from '@/lib/texts/catalogue'
import { LanguageContext } from './language'

const GermanWords = dynamic(() => import('./german-words').then((it) => it.GermanWords))

export const LanguageProvider = ({ value, children }: { value: Language; children: ReactNode }) => (
  <LanguageContext value={value}>{value === 'de' ? <GermanWords>{children}</GermanWords> : children}</LanguageContext>
)
