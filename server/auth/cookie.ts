// The session's cookie. Under TLS its name carries __Host-, which lets browsers refuse it from any other origin.

export const cookieName = (isSecure: boolean): string => (isSecure ? '__Host-lotse_session' : 'lotse_session')

export const readSessionCookie = (header: string | null | undefined, isSecure: boolean): string | null => {
  const name = cookieName(isSecure)
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || null
  }
  return null
}

const attributes = (isSecure: boolean) => `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`

export const sessionCookie = (value: string, expiresAt: Date, isSecure: boolean): string =>
  `${cookieName(isSecure)}=${value}; ${attributes(isSecure)}; Expires=${expiresAt.toUTCString()}`

export const endedCookie = (isSecure: boolean): string => `${cookieName(isSecure)}=; ${attributes(isSecure)}; Max-Age=0`
