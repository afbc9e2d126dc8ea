// The variables of the files: value, where it comes from, who uses it. Unset ones in red; a value typed here beats the files.
import { Lock } from 'lucide-react'
import { Icon } from '@/components/ui/icon'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { VariableTable } from '@/components/ui/variable-table'
import { useTexts } from '@/lib/client/language'
import type { VariableUse } from '@/lib/contract/stacks'
import { uiTexts } from '@/lib/texts/ui'

type Props = {
  variables: VariableUse[]
  /** Typed here. */
  typed: Record<string, string>
  onChange: (name: string, value: string | null) => void
}

export function VariablesTable({ variables, typed, onChange }: Props) {
  const t = useTexts(uiTexts).variables
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
              <StateMark kind="fail" /> {t.unsetCount(unset)}
            </span>
          )
        }
      />
      <VariableTable
        variables={variables}
        typed={typed}
        valueCell={(variable, isUnset) => (
          <>
            {variable.secret && <Icon icon={Lock} small />}
            <input
              className="cell-input mono"
              aria-label={t.valueOf(variable.name)}
              type={variable.secret ? 'password' : 'text'}
              autoComplete="off"
              spellCheck={false}
              placeholder={isUnset ? t.unset : (variable.value ?? '')}
              value={typed[variable.name] ?? ''}
              onChange={(event) => onChange(variable.name, event.target.value === '' ? null : event.target.value)}
            />
          </>
        )}
      />
    </section>
  )
}
