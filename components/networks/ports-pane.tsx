'use client'
// Every published port of the cluster: who holds it where, and whether the one somebody wants is free.
import { useMemo, useState } from 'react'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Checkbox, Field, Input, Select } from '@/components/ui/field'
import { Loading } from '@/components/ui/loading'
import { NoMatch } from '@/components/ui/no-match'
import { SectionHead } from '@/components/ui/section'
import { usePhone } from '@/components/ui/use-media'
import { useAddress } from '@/lib/client/address'
import { useTexts } from '@/lib/client/language'
import { usePortMap } from '@/lib/client/use-reach'
import type { PortMap, PortProtocol, PortRow } from '@/lib/contract/network-maps'
import { networkMapTexts } from '@/lib/texts/network-maps'
import { PortList } from './port-list'
import { PortMatrix, widestMatrix } from './port-matrix'

const protocols: PortProtocol[] = ['tcp', 'udp', 'sctp']
const firstWanted = 8080

/** Rows of the filter's words, without the engines' own unless asked for. */
const shownRows = (map: PortMap, text: string, withEngines: boolean): PortRow[] => {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return map.rows.flatMap((row) => {
    const holders = withEngines ? row.holders : row.holders.filter(({ kind }) => kind !== 'engine')
    const names = holders.map(({ name, hostName }) => `${name} ${hostName}`).join(' ')
    const all = `${row.port}/${row.protocol} ${names}`.toLowerCase()
    return holders.length > 0 && words.every((word) => all.includes(word)) ? [{ ...row, holders }] : []
  })
}

export function PortsPane() {
  const t = useTexts(networkMapTexts).ports
  const isPhone = usePhone()
  const [address, setAddress] = useAddress()
  const [wanted, setWanted] = useState(address.get('port') ?? String(firstWanted))
  const askFor = (port: string) => {
    setWanted(port)
    setAddress({ port })
  }
  const protocol = protocols.find((each) => each === address.get('protocol')) ?? 'tcp'
  const number = Number(wanted)
  const isPort = Number.isInteger(number) && number >= 1 && number <= 65_535
  const map = usePortMap(isPort ? number : firstWanted, protocol)
  const text = address.get('q') ?? ''
  const withEngines = address.get('engines') === 'yes'
  const rows = useMemo(() => (map.data ? shownRows(map.data, text, withEngines) : []), [map.data, text, withEngines])
  if (map.error && !map.data) {
    return <ErrorPanel title={t.failed} error={map.error} onRetry={() => void map.refetch()} />
  }
  if (!map.data) return <Loading what={t.map} />
  const isMatrix = !isPhone && map.data.hosts.length <= widestMatrix
  return (
    <div className="cols">
      <div className="min-w-0">
        <div className="toolbar">
          <Input
            value={text}
            onChange={(event) => setAddress({ q: event.target.value })}
            placeholder={t.placeholder}
            aria-label={t.filter}
          />
          <Checkbox
            checked={withEngines}
            onChange={(event) => setAddress({ engines: event.target.checked ? 'yes' : undefined })}
            label={t.engines}
          />
        </div>
        {rows.length === 0 ? (
          text === '' ? (
            <Empty title={t.none}>{t.noneLead}</Empty>
          ) : (
            <NoMatch
              title={t.noMatch}
              all={t.count(map.data.rows.length)}
              onClear={() => setAddress({ q: undefined })}
            />
          )
        ) : (
          <PortList rows={rows} />
        )}
      </div>
      <aside>
        <SectionHead title={t.wanted} />
        <div className="pad-x pair">
          <Field label={t.port}>
            {(control) => (
              <Input
                {...control}
                mono
                inputMode="numeric"
                value={wanted}
                aria-invalid={!isPort}
                onChange={(event) => askFor(event.target.value.trim())}
              />
            )}
          </Field>
          <Field label={t.protocol}>
            {(control) => (
              <Select {...control} value={protocol} onChange={(event) => setAddress({ protocol: event.target.value })}>
                {protocols.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        {isPort && <Free free={map.data.free} />}
        {isMatrix && rows.length > 0 && (
          <>
            <SectionHead title={t.map} />
            <PortMatrix hosts={map.data.hosts} rows={rows} />
          </>
        )}
      </aside>
    </div>
  )
}

const namedHosts = 6
const some = (names: string[]): string =>
  names.length > namedHosts ? `${names.slice(0, namedHosts).join(', ')}, … (${names.length})` : names.join(', ')

function Free({ free }: { free: PortMap['free'] }) {
  const t = useTexts(networkMapTexts).ports
  const port = `${free.wanted}/${free.protocol}`
  return (
    <div className="pad" role="status">
      <p>
        {free.heldOn.length === 0
          ? t.freeAll(port)
          : free.freeOn.length === 0
            ? t.freeNone(port)
            : t.freeSome(port, some(free.freeOn), some(free.heldOn))}
      </p>
      {free.heldOn.length > 0 && (
        <p className="ink-2">{free.everywhere === null ? t.noNext : t.next(free.everywhere)}</p>
      )}
    </div>
  )
}
