// One spelling for a platform: engines say x86_64 and aarch64, images and compose files say amd64 and arm64.

const architectures: Record<string, string> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  arm64v8: 'arm64',
  armhf: 'arm',
  armel: 'arm',
  armv6l: 'arm',
  armv7l: 'arm',
  arm32v6: 'arm',
  arm32v7: 'arm',
  i386: '386',
  i486: '386',
  i586: '386',
  i686: '386',
  loongarch64: 'loong64',
}

export function architectureName(written: string): string {
  const lower = written.trim().toLowerCase()
  return Object.hasOwn(architectures, lower) ? (architectures[lower] as string) : lower
}

export interface Platform {
  /** Empty: any. */
  os: string
  architecture: string
}

const systems = new Set(['linux', 'windows', 'darwin', 'freebsd'])

/** `linux/arm64/v8`, `linux` or `arm64`. The variant is left out: engines do not tell theirs. */
export function parsePlatform(written: string): Platform {
  const [first = '', second = ''] = written.trim().toLowerCase().split('/')
  if (second !== '') return { os: first, architecture: architectureName(second) }
  return systems.has(first) ? { os: first, architecture: '' } : { os: '', architecture: architectureName(first) }
}

export const platformText = ({ os, architecture }: Platform) => [os, architecture].filter((it) => it !== '').join('/')
