'use client'
// What all containers of a stack say, or those of one of its services.
import { LogBench } from '@/components/logs/log-bench'
import { Select } from '@/components/ui/field'
import { useAddress } from '@/lib/client/address'
import { useTexts } from '@/lib/client/language'
import type { Stack } from '@/lib/contract/stacks'
import { logTexts } from '@/lib/texts/logs'

const quoted = (name: string) => (/[\s,:"]/.test(name) ? `"${name}"` : name)

export function StackLogs({ stack }: { stack: Stack }) {
  const t = useTexts(logTexts)
  const [address, setAddress] = useAddress()
  const service = address.get('service') ?? ''
  const q = `stack:${quoted(stack.name)}${service === '' ? '' : ` service:${quoted(service)}`}`
  const names = new Set([...stack.services.map(({ name }) => name), ...(service === '' ? [] : [service])])
  return (
    <LogBench q={q}>
      <Select
        aria-label={t.service}
        className="log-service"
        value={service}
        onChange={(event) => setAddress({ service: event.target.value })}
      >
        <option value="">{t.allServices}</option>
        {[...names].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
    </LogBench>
  )
}
