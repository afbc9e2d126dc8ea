// The document. Reading a cookie makes every page render per request, which the script nonce of the CSP needs anyway.
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { isTheme, themeCookie } from '@/lib/client/theme'
import './globals.css'

export const metadata: Metadata = { title: 'Lotse', description: 'The cluster of your Docker hosts' }
export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get(themeCookie)?.value
  const chosen = isTheme(theme) && theme !== 'system' ? theme : undefined
  return (
    <html lang="en" data-theme={chosen} suppressHydrationWarning>
      <body>{children}</body>
    </html>
  )
}
