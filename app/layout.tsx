// The document. Reading a cookie makes every page render per request, which the script nonce of the CSP needs anyway.
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { LanguageProvider } from '@/lib/client/language'
import { isTheme, themeCookie } from '@/lib/client/theme'
import { acceptedLanguage, isLanguage, languageCookie } from '@/lib/texts/language'
import './globals.css'

export const metadata: Metadata = { title: 'Lotse', description: 'The cluster of your Docker hosts' }
export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const theme = jar.get(themeCookie)?.value
  const spoken = jar.get(languageCookie)?.value
  const language = isLanguage(spoken) ? spoken : acceptedLanguage((await headers()).get('accept-language'))
  const chosen = isTheme(theme) && theme !== 'system' ? theme : undefined
  return (
    <html lang={language} data-theme={chosen} suppressHydrationWarning>
      <body>
        <LanguageProvider value={language}>{children}</LanguageProvider>
      </body>
    </html>
  )
}
