'use client'
// What each host heard from the registry: a sentence over all, then the hosts by what they heard. Most often all hear the same.
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import type { RegistryTest } from '@/lib/contract/registries'
import { settingsTexts } from '@/lib/texts/settings'

const sameWords = (results: RegistryTest) => {
  const groups = new Map<string, { ok: boolean; message: string; fix: string | undefined; hosts: string[] }>()
  for (const { hostName, ok, message, fix } of results) {
    const key = `${message}\n${fix}`
    const group = groups.get(key) ?? { ok, message, fix, hosts: [] }
    group.hosts.push(hostName)
    groups.set(key, group)
  }
  // What went wrong needs to be read.
  return [...groups.values()].sort((one, other) => Number(one.ok) - Number(other.ok))
}

export function TestResults({ results, isRunning }: { results: RegistryTest | undefined; isRunning: boolean }) {
  const t = useTexts(settingsTexts).login
  const well = results?.filter(({ ok }) => ok).length ?? 0
  const all = results?.length ?? 0
  return (
    <div aria-live="polite" className="pt-3">
      {isRunning ? (
        <p className="ink-2">{t.asking}…</p>
      ) : (
        results && (
          <>
            <p>
              <b>{well === all ? t.allWell(all) : well === 0 ? t.noneWell : t.someWell(well, all)}</b>
            </p>
            <ul className="scope" aria-label={t.results}>
              {sameWords(results).map(({ ok, message, fix, hosts }) => (
                <li key={`${message} ${fix}`} className="items-baseline!">
                  <StateMark kind={ok ? 'ok' : 'fail'} words={ok ? t.accepted : t.refused} />
                  <span className="min-w-0">
                    {hosts.join(', ')}
                    <span className={`block small break-words ${ok ? 'dim' : 'fail'}`}>
                      <Said text={message} />
                    </span>
                    {fix !== undefined && (
                      <span className="block small ink-2">
                        <Said text={fix} />
                      </span>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )
      )}
    </div>
  )
}
