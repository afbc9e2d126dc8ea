'use client'
// The Docker API: how it is offered, who may use it, and what each role may.
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Copied } from '@/components/ui/copy-button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Filled } from '@/components/ui/filled'
import { Loading } from '@/components/ui/loading'
import { SectionHead } from '@/components/ui/section'
import { useTexts } from '@/lib/client/language'
import { useDockerAccess } from '@/lib/client/use-docker-access'
import { useActBlocked } from '@/lib/client/use-live'
import type { DockerAccessState } from '@/lib/contract/docker-access'
import { dockerAccessTexts } from '@/lib/texts/docker-access'
import { type Credential, CredentialTable } from './credential-table'
import { IssueDialog } from './issue-dialog'
import { PolicySection } from './policy-section'
import { RevokeDialog } from './revoke-dialog'
import { TokenDialog } from './token-dialog'

type Asked = { act: 'certificate' | 'token' } | { act: 'revoke' | 'withdraw'; credential: Credential }

const listen = <code>LOTSE_DOCKER_LISTEN</code>
const tls = <code>LOTSE_DOCKER_TLS=1</code>

export function DockerPane() {
  const t = useTexts(dockerAccessTexts)
  const { data, error, refetch } = useDockerAccess()
  if (error) return <ErrorPanel title={t.failed} error={error} onRetry={() => void refetch()} />
  return data ? <Loaded state={data} /> : <Loading what={t.what} rows={6} />
}

function Loaded({ state }: { state: DockerAccessState }) {
  const t = useTexts(dockerAccessTexts)
  const blocked = useActBlocked()
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  if (state.listen === null) {
    return (
      <Empty title={t.off}>
        <Filled text={t.offLead} parts={{ listen, tls }} />
      </Empty>
    )
  }
  const { tls: kind, port, names, fingerprint } = state.listen
  const words = { none: t.plain, files: t.files, own: t.own }[kind]
  const certificates = state.certificates.map(
    (each): Credential => ({ ...each, id: each.serial, isRevoked: each.revokedAt !== null }),
  )
  const tokens = state.tokens.map((each): Credential => ({ ...each, isRevoked: false }))
  return (
    <>
      <p className="pad-x py-3 ink-2 prose">
        <Filled text={words} parts={{ port: <code>{port}</code>, tls }} />
      </p>
      {fingerprint && (
        <p className="pad-x pb-3 dim">
          {t.fingerprint} <Copied text={fingerprint} shown={fingerprint.slice(0, 16)} label={t.fingerprint} />
        </p>
      )}
      {kind === 'own' && (
        <>
          <SectionHead
            title={t.certificates.title}
            remark={certificates.length > 0 ? t.certificates.count(certificates.length) : undefined}
            end={
              <Button
                size="small"
                icon={Plus}
                disabledReason={blocked}
                onClick={() => setAsked({ act: 'certificate' })}
              >
                {t.certificates.add}
              </Button>
            }
          />
          {certificates.length === 0 ? (
            <Empty title={t.certificates.none}>{t.certificates.noneLead}</Empty>
          ) : (
            <CredentialTable
              label={t.certificates.title}
              rows={certificates}
              revokeLabel={t.certificates.revoke}
              blocked={blocked}
              onRevoke={(credential) => setAsked({ act: 'revoke', credential })}
            />
          )}
        </>
      )}
      <SectionHead
        title={t.tokens.title}
        remark={tokens.length > 0 ? t.tokens.count(tokens.length) : undefined}
        end={
          <Button size="small" icon={Plus} disabledReason={blocked} onClick={() => setAsked({ act: 'token' })}>
            {t.tokens.add}
          </Button>
        }
      />
      {tokens.length === 0 ? (
        <Empty title={t.tokens.none}>{t.tokens.noneLead}</Empty>
      ) : (
        <CredentialTable
          label={t.tokens.title}
          rows={tokens}
          revokeLabel={t.tokens.revoke}
          blocked={blocked}
          onRevoke={(credential) => setAsked({ act: 'withdraw', credential })}
        />
      )}
      <PolicySection policies={state.policies} blocked={blocked} />
      {asked?.act === 'certificate' && <IssueDialog names={names} onClose={close} />}
      {asked?.act === 'token' && <TokenDialog onClose={close} />}
      {(asked?.act === 'revoke' || asked?.act === 'withdraw') && (
        <RevokeDialog kind={asked.act} credential={asked.credential} blocked={blocked} onClose={close} />
      )}
    </>
  )
}
