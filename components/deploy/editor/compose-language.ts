// Completion and documentation for compose files in the editor, from the schema that the loader itself checks with.
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { type EditorView, hoverTooltip } from '@codemirror/view'
import { composeSchema } from '@/lib/compose'
import { serviceLinesOf } from '../service-lines'
import { aboutPath, keysAt, kindsAt, valuesAt } from './schema-lookup'
import { yamlContext } from './yaml-context'

/** Names declared in the text below a top-level key. */
function declared(text: string, section: string): string[] {
  if (section === 'services') return serviceLinesOf(text).map(({ name }) => name)
  const lines = text.split('\n')
  const top = lines.findIndex((line) => line.startsWith(`${section}:`))
  if (top < 0) return []
  const stop = lines.findIndex((line, at) => at > top && /^\S/.test(line))
  return lines.slice(top + 1, stop < 0 ? undefined : stop).flatMap((line) => /^ {1,4}([\w.-]+):/.exec(line)?.[1] ?? [])
}

/** Which section's names may stand at the path. */
const references: Record<string, string> = {
  depends_on: 'services',
  links: 'services',
  networks: 'networks',
  volumes: 'volumes',
  secrets: 'secrets',
  configs: 'configs',
}

function namesFor(text: string, path: readonly (string | 0)[]): string[] {
  const [top, service, key] = path
  if (top !== 'services' || path.length < 3 || path.length > 4) return []
  const section = references[String(key)]
  return section === undefined ? [] : declared(text, section).filter((name) => name !== service)
}

export function completeCompose(context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString()
  const place = yamlContext(text, context.pos)
  if (!place || (place.word === '' && !context.explicit)) return null
  const { path, typing, from, siblings } = place
  const names: Completion[] = namesFor(text, path).map((label) => ({ label, type: 'variable' }))
  const values: Completion[] = valuesAt(composeSchema, path).map((label) => ({ label, type: 'enum' }))
  const keys =
    typing === 'key'
      ? keysAt(composeSchema, path)
          .filter(({ key }) => !siblings.includes(key))
          .map(({ key, about, opens }) =>
            snippetCompletion(opens ? `${key}:\n\t\${}` : `${key}: \${}`, {
              label: key,
              type: 'property',
              ...(about ? { info: about } : {}),
            }),
          )
      : []
  const options = [...names, ...values, ...keys]
  return options.length === 0 ? null : { from, options, validFor: /^[\w.-]*$/ }
}

function documentation(view: EditorView, position: number) {
  const { doc } = view.state
  const line = doc.lineAt(position)
  const key = /^(\s*(?:- +)*)["']?([\w.-]+)["']?\s*:/.exec(line.text)
  if (!key || position < line.from + (key[1]?.length ?? 0) || position > line.from + key[0].length) return null
  const place = yamlContext(doc.toString(), line.from + key[0].length)
  const path = place?.path.at(-1) === key[2] ? place?.path : [...(place?.path ?? []), key[2] ?? '']
  const about = aboutPath(composeSchema, path ?? [])
  const kinds = kindsAt(composeSchema, path ?? []).filter((kind) => kind !== 'null')
  if (about === '' && kinds.length === 0) return null
  return {
    pos: line.from + (key[1]?.length ?? 0),
    end: line.from + key[0].length - 1,
    above: true,
    create: () => {
      const dom = document.createElement('div')
      dom.className = 'cm-about'
      dom.lang = 'en'
      const head = document.createElement('b')
      head.textContent = (path ?? []).filter((part) => part !== 0).join('.')
      const kind = document.createElement('span')
      kind.textContent = kinds.join(' | ')
      const words = document.createElement('p')
      words.textContent = about
      dom.append(head, kind, words)
      return { dom }
    },
  }
}

export const composeLanguage: Extension = [
  autocompletion({ override: [completeCompose], icons: false, defaultKeymap: true }),
  hoverTooltip(documentation, { hoverTime: 350 }),
]
