// The document. Reading a cookie makes every page render per request, which the script nonce of the CSP needs anyway.
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { LanguageProvider } from '@/lib/client/language-provider'
import { isTheme, themeCookie } from '@/lib/client/theme'
import { frameTexts } from '@/lib/texts/frame'
import { languageAsked } from './language-asked'
import './globals.css'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: 'Lotse',
  description: frameTexts[await languageAsked()].about,
})
export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get(themeCookie)?.value
  const language = await languageAsked()
  const chosen = isTheme(theme) && theme !== 'system' ? theme : undefined
  // Browsers that translate a page take the elements of React apart and its language with them; it has its own languages.
  return (
    <html lang={language} translate="no" data-theme={chosen} suppressHydrationWarning>
      <body>
        <LanguageProvider value={language}>{children}</LanguageProvider>
      </body>
    </html>
  )
}
