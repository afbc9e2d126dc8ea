'use client'
// Certificates or tokens of the Docker API: whose, with which role, until when, when they were last used.
import { Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { State } from '@/components/ui/state'
import { Moment, When } from '@/components/ui/time'
import { useNow } from '@/lib/client/clock'
import { useTexts } from '@/lib/client/language'
import type { DockerRole } from '@/lib/contract/docker-access'
import { dockerAccessTexts } from '@/lib/texts/docker-access'

export type Credential = {
  id: string
  name: string
  user: string
  role: DockerRole
  expiresAt: string | null
  lastUsedAt: string | null
  isRevoked: boolean
}
type Props = {
  label: string
  rows: readonly Credential[]
  revokeLabel: (name: string) => string
  blocked: string | undefined
  onRevoke: (row: Credential) => void
}

export function CredentialTable({ label, rows, revokeLabel, blocked, onRevoke }: Props) {
  const texts = useTexts(dockerAccessTexts)
  const t = texts.table
  const now = useNow()
  return (
    <table className="tbl tbl-fixed" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t.name}</th>
          <th scope="col" className="hide-s w-28">
            {t.role}
          </th>
          <th scope="col" className="hide-s w-40">
            {t.user}
          </th>
          <th scope="col" className="w-40">
            {t.until}
          </th>
          <th scope="col" className="hide-s w-32">
            {t.used}
          </th>
          <th scope="col" className="w-16">
            <span className="sr">{t.acts}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { id, name, user, role, expiresAt, lastUsedAt, isRevoked } = row
          const isOver = expiresAt !== null && Date.parse(expiresAt) <= now
          return (
            <tr key={id}>
              <td className="wraps">
                <span className={isRevoked || isOver ? 'dim break-all' : 'break-all'}>{name}</span>
                <span className="only-s block dim">{texts.roles[role]}</span>
              </td>
              <td className="hide-s">{texts.roles[role]}</td>
              <td className="hide-s dim cut">{user}</td>
              <td className="wraps dim">
                {isRevoked ? (
                  <State kind="idle" words={texts.certificates.revoked} />
                ) : isOver ? (
                  <State kind="warn" words={t.expired} />
                ) : expiresAt ? (
                  <Moment at={expiresAt} />
                ) : (
                  t.open
                )}
              </td>
              <td className="hide-s dim">{lastUsedAt ? <When at={lastUsedAt} /> : t.never}</td>
              <td>
                <span className="flex justify-end">
                  {!isRevoked && (
                    <Button
                      look="ghost"
                      size="small"
                      icon={Trash2}
                      aria-label={revokeLabel(name)}
                      title={revokeLabel(name)}
                      disabledReason={blocked}
                      onClick={() => onRevoke(row)}
                    />
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
