// What pages may do. Scripts run only from our own files or with the nonce of this one answer, which Next puts on its own
// inline scripts. Styles may be inline: virtual lists place their rows by style attributes and the editor brings its sheet.

export const pagePolicy = (nonce: string, isDevelopment: boolean): string =>
  [
    "default-src 'none'",
    // In development React evaluates text to show where an error came from.
    `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')

export const pageHeaders = (isSecure: boolean): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  ...(isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
})
