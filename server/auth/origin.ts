// Does a request come from our own pages? Browsers name the page's origin on every change and every WebSocket; other
// programs name none, and they have no cookie that someone else could misuse.

export type OriginRule = {
  /** Set when a proxy stands in front: the only origin then. */
  publicUrl: string | null
  isTls: boolean
}

export const isOwnOrigin = (origin: string | null | undefined, host: string | null | undefined, rule: OriginRule) => {
  if (!origin) return true
  const own = rule.publicUrl ?? `${rule.isTls ? 'https' : 'http'}://${(host ?? '').toLowerCase()}`
  return URL.canParse(origin) && URL.canParse(own) && new URL(origin).origin === new URL(own).origin
}
