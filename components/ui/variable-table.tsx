'use client'
// The variables of compose files: value, where it comes from, who uses it; unset ones in red. Where values can be typed,
// the caller brings the cells for them.
import type { ReactNode } from 'react'
import { useTexts } from '@/lib/client/language'
import type { VariableUse } from '@/lib/contract/stacks'
import { uiTexts } from '@/lib/texts/ui'
import { Said } from './said'
import { StateMark } from './state'

type Props = {
  variables: VariableUse[]
  /** Names with a value that the files do not say. */
  typed?: Record<string, string>
  /** The cell of the value; without it the value is only shown. */
  valueCell?: (variable: VariableUse, isUnset: boolean) => ReactNode
}

export function VariableTable({ variables, typed = {}, valueCell }: Props) {
  const t = useTexts(uiTexts).variables
  return (
    <table className="tbl">
      <thead>
        <tr>
          <th scope="col">{t.name}</th>
          <th scope="col">{t.value}</th>
          <th scope="col">{t.from}</th>
          <th scope="col" className="hide-s">
            {t.usedBy}
          </th>
        </tr>
      </thead>
      <tbody>
        {variables.map((variable) => {
          const isTyped = variable.name in typed
          const isUnset = variable.value === null && !isTyped
          return (
            <tr key={variable.name} className={isUnset ? 'bad' : ''}>
              <td className="mono">{variable.name}</td>
              <td className={valueCell ? undefined : 'mono'}>
                {valueCell
                  ? valueCell(variable, isUnset)
                  : (variable.value ?? (
                      <span className="fail">
                        <StateMark kind="fail" /> {t.unset}
                      </span>
                    ))}
              </td>
              <td className={isUnset ? 'fail' : ''}>{isTyped ? t.setHere : <Said text={variable.origin} />}</td>
              <td className="dim hide-s">{variable.usedBy.join(', ')}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
