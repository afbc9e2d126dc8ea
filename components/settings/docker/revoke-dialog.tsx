'use client'
// Ends a certificate or a token.
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { useTexts } from '@/lib/client/language'
import { useRemoveDockerToken, useRevokeCertificate } from '@/lib/client/use-docker-access'
import { dockerAccessTexts } from '@/lib/texts/docker-access'
import type { Credential } from './credential-table'

type Props = {
  kind: 'revoke' | 'withdraw'
  credential: Credential
  blocked: string | undefined
  onClose: () => void
}

export function RevokeDialog({ kind, credential: { id, name, role, user }, blocked, onClose }: Props) {
  const texts = useTexts(dockerAccessTexts)
  const t = texts.revoke
  const revoke = useRevokeCertificate()
  const remove = useRemoveDockerToken()
  const act = kind === 'revoke' ? revoke : remove
  return (
    <ConfirmDialog
      title={kind === 'revoke' ? t.certificate(name) : t.token(name)}
      confirmLabel={kind === 'revoke' ? t.goCertificate : t.goToken}
      items={[{ id, content: name, remark: `${texts.roles[role]}, ${user}` }]}
      disabledReason={blocked}
      busy={act.isPending}
      error={act.error}
      onClose={onClose}
      onConfirm={() => act.mutate(id, { onSuccess: onClose })}
    >
      {t.lead}
    </ConfirmDialog>
  )
}
