// Where a sign-in leads: only ever to a path of this console.

/** Browsers drop tabs and line ends from addresses, so any control character may hide another site's name. */
const foreign = /^\/[/\\]|[\p{Cc}\\]/u

export const safeNext = (next: string | undefined): string =>
  next?.startsWith('/') && !foreign.test(next) ? next : '/overview'
