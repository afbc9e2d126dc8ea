// Every error, warning and hint at once, in plain words, each a way to its line.
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import type { Diagnostic } from '@/lib/contract/common'
import { deployTexts } from '@/lib/texts/deploy'

const kindOf = (severity: Diagnostic['severity']) =>
  severity === 'error' ? 'fail' : severity === 'warning' ? 'warn' : 'idle'
const rank = { error: 0, warning: 1, hint: 2 }

/** Those of this side are in the document's language already; the others are the server's. */
const Words = ({ of: { code }, text }: { of: Diagnostic; text: string }) =>
  code.startsWith('lint.') ? text : <Said text={text} />

type Props = { diagnostics: Diagnostic[]; onGoTo: (diagnostic: Diagnostic) => void }

export function DiagnosticsList({ diagnostics, onGoTo }: Props) {
  const t = useTexts(deployTexts)
  if (diagnostics.length === 0) return null
  const sorted = [...diagnostics].sort(
    (a, b) => rank[a.severity] - rank[b.severity] || (a.position?.line ?? 0) - (b.position?.line ?? 0),
  )
  return (
    <section className="dg" aria-label={t.diagnostics}>
      <ul>
        {sorted.map((diagnostic) => {
          const { position } = diagnostic
          return (
            <li
              key={`${diagnostic.code} ${position?.file}:${position?.line}:${position?.column} ${diagnostic.message}`}
            >
              <StateMark kind={kindOf(diagnostic.severity)} words={t.severity[diagnostic.severity]} />
              {position && (
                <button type="button" className="dg-at mono" onClick={() => onGoTo(diagnostic)}>
                  {position.file}:{position.line}:{position.column}
                </button>
              )}
              <span>
                <Words of={diagnostic} text={diagnostic.message} />
                {diagnostic.fix && (
                  <>
                    :{' '}
                    <b>
                      <Words of={diagnostic} text={diagnostic.fix} />
                    </b>
                  </>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
