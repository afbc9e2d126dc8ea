// What the loader accepts and an operator would still be told in a review: hints, never in the way of a deploy. Each is a
// rule of its own over the open text, so that one more is one more entry.
import { keysAt, lineOf, type OpenText, openText, ownNode, type Path, valueAt } from '@/lib/compose-text/document'
import { isMapping } from '@/lib/compose-text/edit-text'
import { serviceNames, servicePath } from '@/lib/compose-text/service-edits'
import type { Diagnostic } from '@/lib/contract/common'
import { isSecretName } from '@/lib/mask'
import type { lintTexts } from '@/lib/texts/lint'

type Words = (typeof lintTexts)['en']
type Found = { path: Path; code: string; words: { message: string; fix: string } }
type Rule = (open: OpenText, service: Path, words: Words) => Found[]

const found = (path: Path, code: string, words: Found['words']): Found[] => [{ path, code, words }]

/** What turns something on or off is no secret, whatever it is called: `ALLOW_EMPTY_PASSWORD: "yes"`. */
const switchForm = /^(?:|[01]|true|false|yes|no|on|off)$/i

const rules: Rule[] = [
  (open, service, words) => {
    const image = valueAt(open, [...service, 'image'])
    if (typeof image !== 'string' || image.includes('$') || image.includes('@')) return []
    const tag = /:([^/:]+)$/.exec(image)?.[1]
    return tag === undefined || tag === 'latest' ? found([...service, 'image'], 'lint.tag', words.tag) : []
  },
  (open, service, words) => {
    const name = valueAt(open, [...service, 'container_name'])
    const replicas = valueAt(open, [...service, 'deploy', 'replicas'])
    return name !== undefined && typeof replicas !== 'number'
      ? found([...service, 'container_name'], 'lint.container-name', words.containerName)
      : []
  },
  (open, service, words) =>
    valueAt(open, [...service, 'privileged']) === true
      ? found([...service, 'privileged'], 'lint.privileged', words.privileged)
      : [],
  (open, service, words) => {
    const environment = valueAt(open, [...service, 'environment'])
    if (!isMapping(environment)) return []
    return Object.entries(environment).flatMap(([name, value]) =>
      typeof value === 'string' && !switchForm.test(value) && !value.includes('$') && isSecretName(name)
        ? found([...service, 'environment', name], 'lint.secret', words.secret)
        : [],
    )
  },
  (open, service, words) => {
    const depends = valueAt(open, [...service, 'depends_on'])
    if (!isMapping(depends)) return []
    return Object.entries(depends).flatMap(([name, entry]) => {
      const waits = isMapping(entry) && entry.condition === 'service_healthy'
      const other = servicePath(open, name)
      const known = valueAt(open, other) !== undefined && valueAt(open, [...other, 'image']) !== undefined
      return waits && known && valueAt(open, [...other, 'healthcheck']) === undefined
        ? found([...service, 'depends_on', name], 'lint.no-healthcheck', words.noHealthcheck)
        : []
    })
  },
  (open, service, words) => {
    const volumes = valueAt(open, [...service, 'volumes'])
    const list = Array.isArray(volumes) ? volumes : []
    return list.flatMap((item, at) =>
      typeof item === 'string' && item.startsWith('/var/run/docker.sock')
        ? found([...service, 'volumes', at], 'lint.socket', words.socket)
        : [],
    )
  },
]

/** Hints for one compose file; none while it is no YAML. */
export function lintHints(file: string, text: string, words: Words): Diagnostic[] {
  const open = openText(text)
  if (open.fault) return []
  const top = keysAt(open, []).includes('version') && keysAt(open, []).includes('services')
  const general: Found[] = top ? found(['version'], 'lint.version', words.version) : []
  const all = serviceNames(open).flatMap((name) => rules.flatMap((rule) => rule(open, servicePath(open, name), words)))
  return [...general, ...all].flatMap(({ path, code, words: { message, fix } }): Diagnostic[] => {
    const range = ownNode(open, path)?.range
    if (!range) return []
    const line = lineOf(text, range[0])
    const column = range[0] - text.lastIndexOf('\n', range[0] - 1)
    return [{ severity: 'hint', code, message, fix, path: path.join('.'), position: { file, line, column } }]
  })
}
