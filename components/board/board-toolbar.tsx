'use client'
// What the board shows and how: size of blocks, groups, near or from afar, which containers stand out.
import { type Ref, useMemo } from 'react'
import { Checkbox, Select } from '@/components/ui/field'
import { FilterBar, type FilterBarHandle } from '@/components/ui/filter-bar'
import { filterSuggestions, filterTokens } from '@/components/ui/filter-tokens'
import { useTexts } from '@/lib/client/language'
import type { Host } from '@/lib/contract/hosts'
import type { Stack } from '@/lib/contract/stacks'
import { containerFilterKeys } from '@/lib/filter-fields'
import { boardTexts } from '@/lib/texts/board'
import type { BoardAddress } from './use-board-address'

const tokens = filterTokens(containerFilterKeys)

type Choice<T extends string> = { value: T; label: string }

function Segments<T extends string>(props: {
  label: string
  choices: Choice<T>[]
  value: T
  onChange: (value: T) => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own look
    <div className="seg" role="group" aria-label={props.label}>
      {props.choices.map(({ value, label }) => (
        <button key={value} type="button" aria-pressed={value === props.value} onClick={() => props.onChange(value)}>
          {label}
        </button>
      ))}
    </div>
  )
}

type Props = {
  address: BoardAddress
  isPhone: boolean
  groupKeys: string[]
  hosts: Host[]
  stacks: readonly Stack[]
  filter: Ref<FilterBarHandle>
  /** At each key, before the address has followed. */
  onAsk: (q: string) => void
  /** How much is found, or how much there is. */
  count: string
}

export function BoardToolbar({ address, isPhone, groupKeys, hosts, stacks, filter, onAsk, count }: Props) {
  const t = useTexts(boardTexts)
  const known = useMemo(
    () => ({
      host: hosts.map(({ name }) => name),
      stack: stacks.map(({ name }) => name),
      service: [...new Set(stacks.flatMap(({ services }) => services.map(({ name }) => name)))].sort(),
    }),
    [hosts, stacks],
  )
  const suggest = useMemo(() => filterSuggestions(containerFilterKeys, known), [known])
  return (
    <div className="toolbar">
      <Segments
        label={t.size.label}
        value={address.measure}
        choices={[
          { value: 'memory', label: t.size.memory },
          { value: 'cpu', label: t.size.cpu },
        ]}
        onChange={(measure) => address.set({ size: measure === 'memory' ? undefined : measure })}
      />
      {groupKeys.length > 0 && (
        <Select
          className="board-group"
          aria-label={t.group.label}
          value={address.groupKey ?? ''}
          onChange={(event) => address.set({ by: event.target.value === '' ? '-' : event.target.value })}
        >
          {groupKeys.map((key) => (
            <option key={key} value={key}>
              {t.group.by(key)}
            </option>
          ))}
          <option value="">{t.group.flat}</option>
        </Select>
      )}
      {!isPhone && (
        <Segments
          label={t.zoom.label}
          value={address.zoom}
          choices={[
            { value: 'blocks', label: t.zoom.blocks },
            { value: 'strips', label: t.zoom.strips },
          ]}
          onChange={(zoom) => address.set({ zoom, host: undefined })}
        />
      )}
      <div className="board-filter">
        <FilterBar
          ref={filter}
          label={t.highlight}
          placeholder="stack:shop state:unhealthy"
          value={address.q}
          onChange={(q) => address.set({ q })}
          onAsk={onAsk}
          tokens={tokens}
          suggest={suggest}
        />
      </div>
      {address.q !== '' && (
        <Checkbox
          label={t.onlyMatches}
          checked={address.isOnlyMatches}
          onChange={(event) => address.set({ only: event.target.checked ? 'yes' : undefined })}
        />
      )}
      <span className="dim small hide-s nw push" role="status">
        {count}
      </span>
    </div>
  )
}
