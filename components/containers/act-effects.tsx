// What an act does beyond the chosen containers: services that stop, others that hang on them, volumes left behind.
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import { riskWords } from '@/lib/client/risk-words'
import type { StateKind } from '@/lib/client/state-words'
import { useActPlan } from '@/lib/client/use-containers'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import { effectTexts } from '@/lib/texts/effects'
import { uiTexts } from '@/lib/texts/ui'

type Props = { containers: Container[]; action: ContainerAction; volumes: boolean }

/** What is not read at a glance is not read. */
const shown = 8

export function ActEffects({ containers, action, volumes }: Props) {
  const t = useTexts(effectTexts)
  const ui = useTexts(uiTexts)
  const { data } = useActPlan(containers, action, volumes)
  if (!data) return null
  const lines: { key: string; kind: StateKind; words: string }[] = [
    ...data.services.map(({ stack, service, kind, serving, running }) => ({
      key: `${stack}/${service}`,
      kind: kind === 'fewer' ? ('ok' as const) : ('warn' as const),
      words: t.acts[kind](`${stack}/${service}`, serving, running),
    })),
    ...data.attached.map(({ name, hostName, to }) => ({
      key: `${hostName}/${name}`,
      kind: 'warn' as const,
      words: t.acts.attached(name, hostName, to),
    })),
    ...data.volumeRisks.map((risk) => ({
      key: `${risk.kind} ${risk.hostName} ${risk.container} ${risk.volume}`,
      kind: 'warn' as const,
      words: riskWords(risk, t),
    })),
  ]
  if (lines.length === 0) return null
  return (
    <ul className="act-effects" aria-label={t.acts.title}>
      {lines.slice(0, shown).map(({ key, kind, words }) => (
        <li key={key} className="p-risk">
          <StateMark kind={kind} /> <span>{words}</span>
        </li>
      ))}
      {lines.length > shown && <li className="dim">{ui.more(lines.length - shown)}</li>}
    </ul>
  )
}
