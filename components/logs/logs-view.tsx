'use client'
// The logs of any selection of containers over all hosts, as one.
import { useEffect, useMemo, useState } from 'react'
import { Page } from '@/components/frame/page'
import { FilterBar } from '@/components/ui/filter-bar'
import { filterSuggestions, filterTokens } from '@/components/ui/filter-tokens'
import { useAddress } from '@/lib/client/address'
import { useTexts } from '@/lib/client/language'
import { useKnownValues } from '@/lib/client/use-known-values'
import { containerFilterKeys } from '@/lib/filter-fields'
import { logTexts } from '@/lib/texts/logs'
import { LogBench } from './log-bench'

/** Each selection opens a connection to every engine in it: not one for each key. */
const typingMs = 350

const tokens = filterTokens(containerFilterKeys)

export function LogsView() {
  const t = useTexts(logTexts)
  const [address, setAddress] = useAddress()
  const q = address.get('q') ?? ''
  const [settled, setSettled] = useState(q)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(q), typingMs)
    return () => clearTimeout(timer)
  }, [q])
  const known = useKnownValues()
  const suggest = useMemo(() => filterSuggestions(containerFilterKeys, known), [known])
  return (
    <Page title={t.title} fixed>
      <div className="toolbar">
        <FilterBar
          label={t.which}
          placeholder={t.whichExample}
          value={q}
          onChange={(value) => setAddress({ q: value, at: undefined, line: undefined })}
          tokens={tokens}
          suggest={suggest}
        />
      </div>
      <LogBench q={settled} />
    </Page>
  )
}
