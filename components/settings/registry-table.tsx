'use client'
// The registries with their logins. What Lotse was started with stands among them, and says that it is changed there.
import { KeyRound, PlugZap, Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { State } from '@/components/ui/state'
import { When } from '@/components/ui/time'
import { useTexts } from '@/lib/client/language'
import type { Registry } from '@/lib/contract/registries'
import { settingsTexts } from '@/lib/texts/settings'
import { uiTexts } from '@/lib/texts/ui'

type Props = {
  registries: readonly Registry[]
  blocked: string | undefined
  onAsk: (act: 'test' | 'replace' | 'remove', registry: Registry) => void
}

export function RegistryTable({ registries, blocked, onAsk }: Props) {
  const t = useTexts(settingsTexts).registries
  const ui = useTexts(uiTexts)
  return (
    <table className="tbl tbl-fixed" aria-label={t.title}>
      <thead>
        <tr>
          <th scope="col">{t.registry}</th>
          <th scope="col" className="hide-s w-[30%]">
            {t.user}
          </th>
          <th scope="col" className="hide-s w-32">
            {t.origin}
          </th>
          <th scope="col" className="hide-s w-24">
            {t.changed}
          </th>
          <th scope="col" className="w-36">
            <span className="sr">{t.acts}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {registries.map((registry) => {
          const { address, username, source, changedAt, isReadable } = registry
          const user = (
            <>
              <span className={username === null ? 'dim' : 'break-all'}>{username ?? t.noLogin}</span>
              {!isReadable && <State kind="fail" words={t.unreadable} className="small" />}
            </>
          )
          const fixed = source === 'settings' ? t.fixed : undefined
          return (
            <tr key={address}>
              <td className="wraps">
                <code className="break-all">{address}</code>
                {address === 'docker.io' && <span className="dim"> {t.hub}</span>}
                <span className="only-s block">{user}</span>
              </td>
              <td className="wraps hide-s">{user}</td>
              <td className="dim hide-s">{t[source]}</td>
              <td className="dim hide-s">{changedAt && <When at={changedAt} />}</td>
              <td>
                <span className="flex justify-end gap-1">
                  {username !== null && (
                    <>
                      <Button
                        look="ghost"
                        size="small"
                        icon={PlugZap}
                        aria-label={t.test(address)}
                        title={t.test(address)}
                        disabledReason={isReadable ? undefined : t.unreadable}
                        onClick={() => onAsk('test', registry)}
                      />
                      <Button
                        look="ghost"
                        size="small"
                        icon={KeyRound}
                        aria-label={t.replace(address)}
                        title={t.replace(address)}
                        disabledReason={blocked ?? fixed}
                        onClick={() => onAsk('replace', registry)}
                      />
                      <Button
                        look="ghost"
                        size="small"
                        icon={Trash2}
                        aria-label={ui.removeAskOf(address)}
                        title={ui.removeAskOf(address)}
                        disabledReason={blocked ?? fixed}
                        onClick={() => onAsk('remove', registry)}
                      />
                    </>
                  )}
                </span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
