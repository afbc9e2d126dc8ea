'use client'
// Published ports, a row each; those that another file or an extended service brings are shown and not changed here.
import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { deployFormPartTexts } from '@/lib/texts/deploy-form-parts'
import { Entry, OriginNote } from './fields'
import { Inherited } from './inherited'
import { type PortRow, portFault, portRow, portValue } from './port-rows'
import { useScope } from './scope'
import { Fold } from './section-fold'

/** A port of the host that no row of this service has yet. */
function nextPort(rows: readonly PortRow[]): number {
  const taken = new Set(rows.map((row) => row.published))
  let port = 8080
  while (taken.has(String(port))) port += 1
  return port
}

export function PortsSection() {
  const t = useTexts(deployFormPartTexts)
  const { refused } = useTexts(deployFormTexts)
  const { read, pathOf, write, drop, set, readOnly } = useScope()
  const value = read(['ports'])
  const items = Array.isArray(value) ? value : []
  const rows = items.map(portRow)
  const change = (at: number, part: Partial<PortRow>) => {
    const row = { ...(rows[at] ?? portRow('')), ...part }
    if (portFault(row)) return t.port.fault
    set(['ports', at], portValue(row, items[at]))
  }
  return (
    <Fold title={t.ports} count={items.length}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a port is its place in the list
        <div key={at} className="row-port">
          <Entry
            mono
            aria-label={t.port.published}
            shown={row.hostIp ? `${row.hostIp}:${row.published}` : row.published}
            placeholder={t.port.any}
            commit={(text) => {
              const cut = text.includes('${') ? -1 : text.lastIndexOf(':')
              return change(at, { hostIp: cut < 0 ? '' : text.slice(0, cut), published: text.slice(cut + 1) })
            }}
          />
          <span className="dim">→</span>
          <Entry
            mono
            aria-label={t.port.target}
            shown={row.target}
            commit={(text) => (text === '' ? undefined : change(at, { target: text }))}
          />
          <Select
            aria-label={t.port.protocol}
            value={row.protocol}
            disabled={readOnly}
            onChange={(event) => change(at, { protocol: event.target.value })}
          >
            {['tcp', 'udp', 'sctp'].map((protocol) => (
              <option key={protocol}>{protocol}</option>
            ))}
          </Select>
          <IconButton
            icon={X}
            label={t.port.remove(row.target)}
            disabled={readOnly}
            onClick={() => drop(pathOf(['ports', at]))}
          />
        </div>
      ))}
      <OriginNote path={['ports']} />
      <Inherited list="ports" />
      <Button
        size="small"
        look="ghost"
        icon={Plus}
        {...(readOnly ? { disabledReason: refused.invalid } : {})}
        onClick={() =>
          write({ kind: 'insert', path: pathOf(['ports']), index: items.length, value: `${nextPort(rows)}:80` })
        }
      >
        {t.port.add}
      </Button>
    </Fold>
  )
}
