'use client'
// What the service waits for before it starts.
import { X } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import type { PlainValue } from '@/lib/compose-text/document'
import { isMapping } from '@/lib/compose-text/edit-text'
import { serviceNames } from '@/lib/compose-text/service-edits'
import { deployFormPartTexts } from '@/lib/texts/deploy-form-parts'
import { OriginNote } from './fields'
import { useScope } from './scope'

const conditions = ['service_started', 'service_healthy', 'service_completed_successfully'] as const

export function DependsSection() {
  const t = useTexts(deployFormPartTexts)
  const { open, model, service, read, pathOf, write, drop, readOnly } = useScope()
  const value = read(['depends_on'])
  const names = Array.isArray(value) ? value.map(String) : isMapping(value) ? Object.keys(value) : []
  const conditionOf = (name: string): string => {
    const entry = isMapping(value) ? value[name] : undefined
    return isMapping(entry) && typeof entry.condition === 'string' ? entry.condition : 'service_started'
  }
  const others = [...new Set([...serviceNames(open), ...Object.keys(model?.services ?? {})])].filter(
    (name) => name !== service && !names.includes(name),
  )
  const setCondition = (name: string, condition: string) => {
    // A list knows no conditions: it becomes a mapping.
    const path = pathOf(['depends_on'])
    if (isMapping(value)) return write({ kind: 'set', path: [...path, name, 'condition'], value: condition })
    const entries = names.map((other): [string, PlainValue] => [
      other,
      { condition: other === name ? condition : 'service_started' },
    ])
    write({ kind: 'set', path, value: Object.fromEntries(entries) })
  }
  const add = (name: string) =>
    write(
      isMapping(value)
        ? { kind: 'set', path: pathOf(['depends_on', name]), value: { condition: 'service_started' } }
        : { kind: 'insert', path: pathOf(['depends_on']), index: names.length, value: name },
    )
  return (
    <fieldset>
      <legend>{t.waitsFor}</legend>
      {names.map((name, at) => (
        <div key={name} className="row-dep">
          <b className="cut">{name}</b>
          <Select
            aria-label={t.condition(name)}
            value={conditionOf(name)}
            disabled={readOnly}
            onChange={(event) => setCondition(name, event.target.value)}
          >
            {conditions.map((condition) => (
              <option key={condition} value={condition}>
                {t.until[condition]}
              </option>
            ))}
          </Select>
          <IconButton
            icon={X}
            label={t.dropDependency(name)}
            disabled={readOnly}
            onClick={() => drop(pathOf(['depends_on', Array.isArray(value) ? at : name]))}
          />
        </div>
      ))}
      {names.length === 0 && <p className="hint">{t.nothing}</p>}
      <OriginNote path={['depends_on']} />
      {others.length > 0 && (
        <Select aria-label={t.waitFor} value="" disabled={readOnly} onChange={(event) => add(event.target.value)}>
          <option value="">{t.waitFor}</option>
          {others.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </fieldset>
  )
}
