// What an unquoted YAML scalar means to compose: true/false, numbers (also 0x, 0o, 0b, a leading zero for octal and _ between
// digits) and null. `yes`, `no`, `on` and `22:22` stay text, as in YAML 1.2: a port must never become 1342.

const digits = (text: string, base: number): number => {
  const value = Number.parseInt(text, base)
  return Number.isSafeInteger(value) ? value : Number.NaN
}

const integer = (text: string): number | undefined => {
  const sign = text.startsWith('-') ? -1 : 1
  const body = text.replace(/^[-+]/, '').replaceAll('_', '')
  if (!/^\d/.test(body)) return undefined
  if (/^(0|[1-9]\d*)$/.test(body)) return sign * digits(body, 10)
  if (/^0x[0-9a-f]+$/i.test(body)) return sign * digits(body.slice(2), 16)
  if (/^0o[0-7]+$/i.test(body)) return sign * digits(body.slice(2), 8)
  if (/^0b[01]+$/i.test(body)) return sign * digits(body.slice(2), 2)
  if (/^0[0-7]+$/.test(body)) return sign * digits(body, 8)
  return undefined
}

export const plainScalar = (text: string): string | number | boolean | null => {
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  if (!/^[-+.\d]/.test(text)) return text
  const whole = integer(text)
  // Beyond 2^53 a number would lose digits: keep what was written.
  if (whole !== undefined) return Number.isNaN(whole) ? text : whole
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) return Number(text)
  return text
}
