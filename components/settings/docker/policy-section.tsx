'use client'
// What each role may, as one line a role.
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { SectionHead } from '@/components/ui/section'
import { useTexts } from '@/lib/client/language'
import type { DockerPolicies, DockerPolicy } from '@/lib/contract/docker-access'
import { dockerAccessTexts } from '@/lib/texts/docker-access'
import { PolicyDialog, switches } from './policy-dialog'

type Limited = keyof DockerPolicies
const limited = ['operator', 'reader'] as const

export function PolicySection({ policies, blocked }: { policies: DockerPolicies; blocked: string | undefined }) {
  const texts = useTexts(dockerAccessTexts)
  const t = texts.policies
  const [changing, setChanging] = useState<Limited | null>(null)
  const words = (policy: DockerPolicy): string =>
    [
      policy.readOnly ? t.asks : t.changes,
      ...switches.flatMap((name) => (name !== 'readOnly' && policy[name] ? [t[name]] : [])),
      ...(policy.hostPaths.length > 0 ? [`${t.hostPaths}: ${policy.hostPaths.join(' ')}`] : []),
      ...(policy.capabilities.length > 0 ? [`${t.capabilities}: ${policy.capabilities.join(' ')}`] : []),
    ].join(' · ')
  return (
    <>
      <SectionHead title={t.title} />
      <p className="pad-x pb-3 ink-2 prose">{t.lead}</p>
      <table className="tbl tbl-fixed" aria-label={t.title}>
        <thead>
          <tr>
            <th scope="col" className="w-28">
              {texts.table.role}
            </th>
            <th scope="col">{t.may}</th>
            <th scope="col" className="w-16">
              <span className="sr">{texts.table.acts}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{texts.roles.admin}</td>
            <td className="wraps dim">{t.all}</td>
            <td />
          </tr>
          {limited.map((role) => (
            <tr key={role}>
              <td>{texts.roles[role]}</td>
              <td className="wraps dim">{words(policies[role])}</td>
              <td>
                <span className="flex justify-end">
                  <Button
                    look="ghost"
                    size="small"
                    icon={Pencil}
                    aria-label={t.change(texts.roles[role])}
                    title={t.change(texts.roles[role])}
                    disabledReason={blocked}
                    onClick={() => setChanging(role)}
                  />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {changing && <PolicyDialog role={changing} policies={policies} onClose={() => setChanging(null)} />}
    </>
  )
}
