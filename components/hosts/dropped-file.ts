// Which field of the form a dropped file is for, by its name: what people call their keys and certificates. Pure.

export type DroppedField = 'key' | 'ca' | 'cert'

const words = (path: string): string[] => {
  const name = path.split('/').at(-1) ?? ''
  const stem = name.replace(/(?<=.)\.[^.]*$/, '')
  return stem
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
}

/** Null: no key and no certificate. */
export function fieldOfDropped(path: string): DroppedField | null {
  const named = words(path)
  if (named.some((word) => word.includes('key')) || /(^|\/)id_[a-z0-9]+$|\.key$/i.test(path)) return 'key'
  if (named.some((word) => /^(root|my|own|docker)?ca(cert|chain|bundle)?s?$/.test(word))) return 'ca'
  return named.some((word) => word.includes('cert')) || /\.(pem|crt|cer)$/i.test(path) ? 'cert' : null
}
