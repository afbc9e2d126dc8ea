// Sizes as Docker writes them: `512m`, `1.5 GiB`, `64kb`, plain bytes. All units are powers of 1024.
const powers = ['', 'k', 'm', 'g', 't', 'p']

/** Undefined when the text is no size. */
export const parseBytes = (text: string): number | undefined => {
  if (text.length > 100) return undefined
  const match = /^(\d+(?:\.\d*)?|\.\d+) ?([kmgtp]?)i?b?$/i.exec(text.trim())
  if (!match) return undefined
  const bytes = Math.floor(Number(match[1]) * 1024 ** powers.indexOf((match[2] ?? '').toLowerCase()))
  return Number.isSafeInteger(bytes) ? bytes : undefined
}
