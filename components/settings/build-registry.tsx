'use client'
// Where built images go. Read-only: it is decided where Lotse is started, since old revisions rely on it.
import { Filled } from '@/components/ui/filled'
import { KeyValue } from '@/components/ui/key-value'
import { SectionHead } from '@/components/ui/section'
import { useTexts } from '@/lib/client/language'
import type { Registry } from '@/lib/contract/registries'
import { settingsTexts } from '@/lib/texts/settings'

const setting = <code>LOTSE_REGISTRY</code>

export function BuildRegistry({ registry }: { registry: Registry | undefined }) {
  const t = useTexts(settingsTexts)
  return (
    <>
      <SectionHead title={t.builds.title} />
      <p className="pad-x pb-3 ink-2 prose">
        <Filled text={registry ? t.builds.pushed : t.builds.streamed} parts={{ setting }} />
      </p>
      {registry && (
        <div className="pad-x pb-3">
          <KeyValue
            facts={[
              { name: t.builds.to, value: <code>{registry.buildPrefix}</code> },
              { name: t.login.user, value: registry.username ?? t.registries.noLogin },
            ]}
          />
        </div>
      )}
    </>
  )
}
