// Who may see which page. Pages hold no data of their own, but nobody needs to see them without a sign-in either.

export type PageVerdict = { kind: 'pass' } | { kind: 'login'; location: string } | { kind: 'refuse'; status: 401 | 405 }

/** The sign-in page, the files every page is built of, and what browsers fetch by themselves. */
const isPublic = (pathname: string) =>
  pathname === '/login' ||
  pathname.startsWith('/_next/static/') ||
  /^\/(favicon\.ico|icon\.svg|robots\.txt)$/.test(pathname)
/** Next's own tools in development. */
const isTool = (pathname: string) => pathname.startsWith('/_next/') || pathname.startsWith('/__nextjs')

export type PageRequest = {
  method: string
  url: URL
  isSignedIn: boolean
  /** Whether a person looks at the answer. */
  wantsHtml: boolean
  isDevelopment: boolean
}

export const judgePage = ({ method, url, isSignedIn, wantsHtml, isDevelopment }: PageRequest): PageVerdict => {
  if (isDevelopment && isTool(url.pathname)) return { kind: 'pass' }
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'refuse', status: 405 }
  if (isSignedIn || isPublic(url.pathname)) return { kind: 'pass' }
  if (!wantsHtml) return { kind: 'refuse', status: 401 }
  const next = url.pathname + url.search
  return { kind: 'login', location: next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}` }
}
