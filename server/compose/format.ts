// Which of compose's formats a file is in. v1 has no `version` and no `services`: its services are the top level.

import type { ComposeFormat } from './model'
import { get, type MapNode } from './node'
import type { Finding } from './report'
import { v1Schema } from './schema/v1-schema'

const specKeys = ['version', 'name', 'include', 'services', 'networks', 'volumes', 'secrets', 'configs', 'models']
const v1ServiceKeys = new Set(Object.keys(Object.values(v1Schema.patternProperties ?? {})[0]?.properties ?? {}))
const knownVersions = /^(?:2(?:\.[0-4])?|3(?:\.\d{1,2})?)$/

const looksLikeServices = (root: MapNode): boolean => {
  const others = [...root.entries].filter(([key]) => !specKeys.includes(key) && !key.startsWith('x-'))
  return others.some(
    ([, { value }]) => value.kind === 'map' && [...value.entries.keys()].some((key) => v1ServiceKeys.has(key)),
  )
}

export const detectFormat = (root: MapNode): { format: ComposeFormat; findings: Finding[] } => {
  const version = get(root, 'version')
  const findings: Finding[] = []
  if (root.entries.has('services')) {
    const text = version?.kind === 'scalar' ? String(version.value) : undefined
    if (
      version &&
      typeof text === 'string' &&
      version.kind === 'scalar' &&
      typeof version.value === 'string' &&
      !knownVersions.test(text)
    )
      findings.push({
        severity: 'warning',
        code: 'format.version',
        message: `version: "${text}" is no version of the compose format; the file is read by the Compose Specification`,
        fix: 'remove the line',
        path: 'version',
        place: version.place,
      })
    return { format: text?.startsWith('2') ? 'v2' : text?.startsWith('3') ? 'v3' : 'spec', findings }
  }
  const numbered = version?.kind === 'scalar' && version.value !== null && String(version.value) !== '1'
  if (!numbered && looksLikeServices(root)) return { format: 'v1', findings }
  const text = version?.kind === 'scalar' ? String(version.value) : ''
  return { format: text.startsWith('2') ? 'v2' : text.startsWith('3') ? 'v3' : 'spec', findings }
}
