'use client'
// What other places bring to this service's list or mapping, beside what its own text says: shown with its place.
import { useTexts } from '@/lib/client/language'
import { lineOf, ownNode } from '@/lib/compose-text/document'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { useScope } from './scope'

type Entry = { text: string; file: string; line: number }

const textOfPort = (port: Record<string, unknown>) =>
  `${port.host_ip ? `${port.host_ip}:` : ''}${port.published ?? ''}:${port.target}/${port.protocol}`
const textOfMount = (mount: Record<string, unknown>) => `${mount.source ?? ''}:${mount.target}`

export function Inherited({ list }: { list: 'ports' | 'volumes' | 'environment' }) {
  const t = useTexts(deployFormTexts)
  const { model, service, effective, file, open, base, goTo } = useScope()
  const own = ownNode(open, base)
  const [start, end] = own?.range ?? [0, -1]
  const [first, last] = [lineOf(open.text, start), lineOf(open.text, end)]
  const value = effective?.[list]
  const known: [string, string][] = Array.isArray(value)
    ? value.map((item, at): [string, string] => [
        String(at),
        list === 'ports' ? textOfPort({ ...item }) : textOfMount({ ...item }),
      ])
    : Object.entries(value ?? {}).map(([name, item]): [string, string] => [
        name,
        item === null ? name : `${name}=${item}`,
      ])
  const others = known.flatMap(([key, text]): Entry[] => {
    const place = model?.positionOf(`services.${service}.${list}.${key}`)
    if (!place || (place.file === file && place.line >= first && place.line <= last)) return []
    // An anchor of this file stands elsewhere, too, and its rows are shown as the service's own.
    if (place.file === file && own) return []
    return [{ text, file: place.file, line: place.line }]
  })
  if (others.length === 0) return null
  return (
    <ul className="inherited">
      {others.map((entry) => (
        <li key={`${entry.text} ${entry.file}:${entry.line}`}>
          <span className="mono cut">{entry.text}</span>
          <button type="button" className="link small" onClick={() => goTo(entry.file, entry.line)}>
            {t.origin.elsewhere(entry.file, entry.line)}
          </button>
        </li>
      ))}
    </ul>
  )
}
