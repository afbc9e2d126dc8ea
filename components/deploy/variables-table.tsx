// The variables of the files: value, where it comes from, who uses it. Unset ones in red; a value typed here beats the files.
import { Lock } from 'lucide-react'
import { Icon } from '@/components/ui/icon'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import type { VariableUse } from '@/lib/contract/stacks'
import { deployTexts } from '@/lib/texts/deploy'

type Props = {
  variables: VariableUse[]
  /** Typed here. */
  typed: Record<string, string>
  onChange: (name: string, value: string | null) => void
}

export function VariablesTable({ variables, typed, onChange }: Props) {
  const t = useTexts(deployTexts).variables
  if (variables.length === 0) return null
  const unset = variables.filter((variable) => variable.value === null && !(variable.name in typed)).length
  return (
    <section className="vars" aria-label={t.title}>
      <SectionHead
        level={3}
        title={t.title}
        remark={
          unset > 0 && (
            <span className="fail small">
              <StateMark kind="fail" /> {t.unset(unset)}
            </span>
          )
        }
      />
      <table className="tbl">
        <thead>
          <tr>
            <th>{t.name}</th>
            <th>{t.value}</th>
            <th>{t.from}</th>
            <th className="hide-s">{t.usedBy}</th>
          </tr>
        </thead>
        <tbody>
          {variables.map((variable) => {
            const isTyped = variable.name in typed
            const isUnset = variable.value === null && !isTyped
            return (
              <tr key={variable.name} className={isUnset ? 'bad' : ''}>
                <td className="mono">{variable.name}</td>
                <td>
                  {variable.secret && <Icon icon={Lock} small />}
                  <input
                    className="cell-input mono"
                    aria-label={t.valueOf(variable.name)}
                    type={variable.secret ? 'password' : 'text'}
                    autoComplete="off"
                    spellCheck={false}
                    placeholder={isUnset ? t.blank : (variable.value ?? '')}
                    value={typed[variable.name] ?? ''}
                    onChange={(event) => onChange(variable.name, event.target.value === '' ? null : event.target.value)}
                  />
                </td>
                <td className={isUnset ? 'fail' : ''}>{isTyped ? t.here : variable.origin}</td>
                <td className="dim hide-s">{variable.usedBy.join(', ')}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
