'use client'
// Which networks the service is on, and under which further names. Without a word it is on the stack's own.
import { X } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { keysAt, type PlainValue } from '@/lib/compose-text/document'
import { type Edit, isMapping } from '@/lib/compose-text/edit-text'
import { deployFormPartTexts } from '@/lib/texts/deploy-form-parts'
import { Entry, OriginNote } from './fields'
import { useScope } from './scope'
import { Fold } from './section-fold'

const fresh = '+new'

const aliasesOf = (value: PlainValue | undefined, name: string): string[] => {
  const own = isMapping(value) ? value[name] : undefined
  const aliases = isMapping(own) ? own.aliases : undefined
  return Array.isArray(aliases) ? aliases.map(String) : []
}

export function NetworksSection() {
  const t = useTexts(deployFormPartTexts)
  const { open, model, read, pathOf, write, drop, readOnly } = useScope()
  const value = read(['networks'])
  const names = Array.isArray(value) ? value.map(String) : isMapping(value) ? Object.keys(value) : []
  const mode = read(['network_mode'])
  const known = [...new Set(['default', ...keysAt(open, ['networks']), ...Object.keys(model?.networks ?? {})])]
  const free = known.filter((name) => !names.includes(name))
  const join = (name: string) => {
    const declared = name === 'default' || known.includes(name)
    const own: Edit = isMapping(value)
      ? { kind: 'set', path: pathOf(['networks', name]), value: {} }
      : { kind: 'insert', path: pathOf(['networks']), index: names.length, value: name }
    write(own, ...(declared ? [] : [{ kind: 'set' as const, path: ['networks', name], value: {} }]))
  }
  /** A list cannot carry further names: it becomes a mapping. */
  const setAliases = (name: string, aliases: string[]): undefined => {
    const current = isMapping(value) ? value : Object.fromEntries(names.map((other) => [other, {} as PlainValue]))
    const own = isMapping(current[name]) ? current[name] : {}
    const { aliases: _old, ...others } = own
    write({
      kind: 'set',
      path: pathOf(['networks']),
      value: { ...current, [name]: aliases.length > 0 ? { ...others, aliases } : others },
    })
  }
  return (
    <Fold title={t.networks} count={names.length}>
      {typeof mode === 'string' && <p className="hint">{t.network.mode(mode)}</p>}
      {names.map((name, at) => (
        <div key={name} className="row-pair">
          <span className="mono cut">{name}</span>
          <Entry
            mono
            aria-label={t.network.aliases(name)}
            placeholder={t.network.aliasHint}
            shown={aliasesOf(value, name).join(', ')}
            commit={(text) =>
              setAliases(
                name,
                text.split(/[\s,]+/).filter((part) => part !== ''),
              )
            }
          />
          <IconButton
            icon={X}
            label={t.network.leave(name)}
            disabled={readOnly}
            onClick={() => drop(pathOf(['networks', Array.isArray(value) ? at : name]))}
          />
        </div>
      ))}
      {names.length === 0 && mode === undefined && <p className="hint">{t.network.own}</p>}
      <OriginNote path={['networks']} />
      {mode === undefined && (
        <Select
          aria-label={t.network.add}
          value=""
          disabled={readOnly}
          onChange={(event) => {
            if (event.target.value !== fresh) return join(event.target.value)
            let number = 1
            while (known.includes(`net${number}`)) number += 1
            join(`net${number}`)
          }}
        >
          <option value="">{t.network.add}</option>
          {free.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value={fresh}>{t.network.newOne}</option>
        </Select>
      )}
    </Fold>
  )
}
