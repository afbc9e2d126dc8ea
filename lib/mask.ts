// Hides what looks like a secret before it reaches a screen, a log line or the audit trail. Both sides use it, so that
// the editor, the API and the logs agree on what a secret looks like. It errs on the side of hiding.

export const mask = '••••••'

const secretWords = new Set([
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'passcode',
  'pass',
  'pwd',
  'pw',
  'pin',
  'secret',
  'secrets',
  'token',
  'tokens',
  'key',
  'keys',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  'apitoken',
  'accesstoken',
  'authtoken',
  'credential',
  'credentials',
  'creds',
  'auth',
  'authorization',
  'cookie',
  'salt',
  'pepper',
  'jwt',
  'otp',
  'totp',
  'dsn',
])
/** Written without separators, as in `pgpassword`, `requirepass` or `authkey`; a bypass or a compass hides nothing. */
const secretEndings =
  /(password|passwd|passphrase|secret|(?<!by|com|over|under|sur|tres)pass|masterauth|(api|secret|auth|master|signing|encryption)key|(access|auth)token)s?$/
/** A last word that makes the value a fact about a secret rather than the secret. */
const harmlessEndings = new Set([
  'file',
  'path',
  'dir',
  'ttl',
  'length',
  'size',
  'expiry',
  'expires',
  'lifetime',
  'timeout',
  'enabled',
  'required',
  'method',
  'algorithm',
  'type',
])

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    // PASSWORD2 is a password too.
    .map((word) => word.toLowerCase().replace(/\d{1,9}$/, ''))
    .filter(Boolean)

/** Does a variable, label or field of this name hold something to hide? */
export const isSecretName = (name: string): boolean => {
  const words = wordsOf(name)
  const last = words.at(-1)
  if (last === undefined || harmlessEndings.has(last)) return false
  if (words.includes('public') && words.includes('key')) return false
  return words.some((word) => secretWords.has(word) || secretEndings.test(word))
}

const suspicious = /[:=@]|eyJ|gh[pousr]_|github_pat_|AKIA|xox|sk-|Bearer|PRIVATE|-[a-z]/i
const patterns: [RegExp, string][] = [
  // user:password@ of any URL
  [/\b([a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@"'?#]{0,200}):([^\s/@"']{1,500})@/gi, `$1:${mask}@`],
  [/-----BEGIN ([A-Z ]{0,30}PRIVATE KEY)-----[\s\S]*?(-----END \1-----|$)/g, `-----BEGIN $1----- ${mask}`],
  // A JSON web token. It begins where its word does: tried from every place of a long word it would take minutes.
  [/(?<![\w-])[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g, mask],
  [/\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|AKIA[0-9A-Z]{16}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,})/g, mask],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${mask}`],
  // --password …, as on a command line
  [
    /(?<=^|\s)(--?[\w-]{0,60}(?:password|passwd|passphrase|requirepass|masterauth|secret|token|api-?key|auth-?key)\s{1,4})("[^"]{1,2000}"|'[^']{1,2000}'|[^\s"'-][^\s"']{0,2000})/gi,
    `$1${mask}`,
  ],
  // password=…, "token": "…"; only long names of a secret, so that prose stays readable
  [
    /\b([\w.-]{0,60}?(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|access[_-]?key)["']?\s{0,2}[=:]\s{0,2})("[^"]{1,2000}"|'[^']{1,2000}'|[^\s,;&"'}]{1,2000})/gi,
    `$1${mask}`,
  ],
]

/** Hides what looks like a secret inside free text: passwords in URLs, private keys, well-known token forms. */
export const maskText = (text: string): string =>
  suspicious.test(text) ? patterns.reduce((masked, [pattern, by]) => masked.replace(pattern, by), text) : text

/** The value of a variable as it may be shown. */
export const maskValue = (name: string, value: string): string =>
  value !== '' && isSecretName(name) ? mask : maskText(value)

const assignment = /^(-{0,2}[A-Za-z_][\w.-]*)=([\s\S]*)$/

/** One `NAME=value` as in a container's environment or among its arguments. */
export const maskAssignment = (text: string): string => {
  const match = assignment.exec(text)
  return match ? `${match[1]}=${maskValue(match[1] ?? '', match[2] ?? '')}` : maskText(text)
}

/** Names that only look secret: Docker's own fields that hold paths. */
const harmlessFields = new Set(['SandboxKey'])
const maximumDepth = 40

/** A copy of any JSON-like value in which everything secret-looking is hidden. Keys stay. */
export const maskDeep = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return maskAssignment(value)
  if (depth > maximumDepth) return mask
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const before: unknown = value[index - 1]
      const isFlagged = typeof before === 'string' && /^--?[A-Za-z][\w-]*$/.test(before) && isSecretName(before)
      return isFlagged && typeof item === 'string' && !item.startsWith('-') ? mask : maskDeep(item, depth + 1)
    })
  }
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isHidden = typeof item === 'string' && item !== '' && isSecretName(key) && !harmlessFields.has(key)
      return [key, isHidden ? mask : maskDeep(item, depth + 1)]
    }),
  )
}
