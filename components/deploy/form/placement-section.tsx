'use client'
// Where the service may run: rules as rows, and beside them which hosts match now, by the scheduler itself.
import { Check, Plus, X } from 'lucide-react'
import { useId, useMemo } from 'react'
import { reasonWords } from '@/components/board/drag/reason-words'
import { Button, IconButton } from '@/components/ui/button'
import { Select } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { useTexts } from '@/lib/client/language'
import { useSaid } from '@/lib/client/said'
import { useHosts } from '@/lib/client/use-hosts'
import { constraintParts } from '@/lib/compose-text/service-edits'
import type { Host } from '@/lib/contract/hosts'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { deployFormPartTexts } from '@/lib/texts/deploy-form-parts'
import { placementTexts } from '@/lib/texts/placement'
import { Entry, OriginNote, ScalarField } from './fields'
import { matchingHosts, stateOfHosts } from './host-match'
import { useScope } from './scope'

const placement = ['deploy', 'placement']
const noHosts: Host[] = []
const shownHosts = 24

/** Labels of the hosts, by who gives them, and the values they have. */
function labelValues(hosts: readonly Host[]): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>()
  const add = (key: string, value: string) => void known.set(key, (known.get(key) ?? new Set()).add(value))
  const given = new Set(hosts.flatMap(({ labels }) => Object.keys(labels.console)))
  for (const host of hosts) {
    add('node.hostname', host.name)
    for (const [key, value] of Object.entries({ ...host.labels.engine, ...host.labels.console }))
      add(`${given.has(key) ? 'node' : 'engine'}.labels.${key}`, value)
  }
  return known
}

const nameOf = (key: string) => key.replace(/^(?:node|engine)\.labels\./, '')

/** Whatever names the label: what is known under the other name is known. */
const valuesOf = (known: Map<string, Set<string>>, key: string) =>
  known.get(key) ?? known.get(key.replace(/^node\./, 'engine.')) ?? known.get(key.replace(/^engine\./, 'node.'))

export function PlacementSection() {
  const t = useTexts(deployFormPartTexts)
  const { refused } = useTexts(deployFormTexts)
  const { rule } = useTexts(placementTexts)
  useSaid()
  const hosts = useHosts().data ?? noHosts
  const { effective, read, pathOf, write, readOnly } = useScope()
  const state = useMemo(() => stateOfHosts(hosts), [hosts])
  const matches = useMemo(() => matchingHosts(state, effective), [state, effective])
  const known = useMemo(() => labelValues(hosts), [hosts])
  const value = read([...placement, 'constraints'])
  const rules = Array.isArray(value) ? value.map(String) : []
  const fitting = matches.filter(({ fits }) => fits).length
  const addRule = () => {
    const [key = 'node.hostname', values] = [...known].find(([name]) => name !== 'node.hostname') ?? [...known][0] ?? []
    const path = pathOf([...placement, 'constraints'])
    write({ kind: 'insert', path, index: rules.length, value: `${key} == ${[...(values ?? ['x'])][0]}` })
  }
  return (
    <fieldset>
      <legend>
        {t.placement}
        {matches.length > 0 && (
          <b className="push" aria-live="polite" data-match={`${fitting}/${matches.length}`}>
            {t.matching(fitting, matches.length)}
          </b>
        )}
      </legend>
      {rules.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the list
        <RuleRow key={at} rule={text} at={at} known={known} />
      ))}
      <OriginNote path={[...placement, 'constraints']} />
      <div className="rule-row r2">
        <span className="dim">{t.perHostBefore}</span>
        <ScalarField path={[...placement, 'max_replicas_per_node']} label={t.perHost} kind="number" hideLabel />
        <span className="dim">{t.perHostAfter}</span>
        <Button
          size="small"
          look="ghost"
          icon={Plus}
          onClick={addRule}
          {...(readOnly ? { disabledReason: refused.invalid } : {})}
        >
          {t.rule}
        </Button>
      </div>
      <ul className="hm">
        {[...matches]
          .sort((a, b) => Number(b.fits) - Number(a.fits))
          .slice(0, shownHosts)
          .map((match) => (
            <li key={match.id} className={match.fits ? '' : 'no'}>
              <Icon icon={match.fits ? Check : X} small />
              {match.name}
              {match.against && <span>{reasonWords(match.against, rule)}</span>}
            </li>
          ))}
      </ul>
    </fieldset>
  )
}

function RuleRow({ rule, at, known }: { rule: string; at: number; known: Map<string, Set<string>> }) {
  const t = useTexts(deployFormPartTexts)
  const id = useId()
  const { set, drop, pathOf, readOnly } = useScope()
  const path = [...placement, 'constraints', at]
  const parts = constraintParts(rule)
  const remove = <IconButton icon={X} label={t.removeRule} disabled={readOnly} onClick={() => drop(pathOf(path))} />
  const write = (changed: Partial<{ key: string; operator: string; value: string }>) => {
    const { key, operator, value } = { key: '', operator: '==', value: '', ...parts, ...changed }
    set(path, `${key} ${operator} ${value}`)
  }
  if (!parts)
    return (
      <div className="rule-row raw">
        <Entry mono aria-label={t.rawRule} shown={rule} commit={(text) => void (text !== '' && set(path, text))} />
        {remove}
      </div>
    )
  const others = [...known.keys()].filter((key) => nameOf(key) !== nameOf(parts.key))
  const keys = [...others, parts.key].sort()
  return (
    <div className="rule-row">
      <Select
        aria-label={t.label}
        value={parts.key}
        disabled={readOnly}
        onChange={(event) =>
          write({
            key: event.target.value,
            value: [...(valuesOf(known, event.target.value) ?? [parts.value])][0] ?? '',
          })
        }
      >
        {keys.map((key) => (
          <option key={key} value={key}>
            {key === 'node.hostname' ? t.hostname : nameOf(key)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t.operator}
        value={parts.operator}
        disabled={readOnly}
        onChange={(event) => write({ operator: event.target.value })}
      >
        <option value="==">{t.is}</option>
        <option value="!=">{t.isNot}</option>
      </Select>
      <Entry
        aria-label={t.values}
        list={id}
        shown={parts.value}
        commit={(text) => void (text.trim() !== '' && write({ value: text.trim() }))}
      />
      <datalist id={id}>
        {[...(valuesOf(known, parts.key) ?? [])].map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
      {remove}
    </div>
  )
}
