'use client'
// What the doctor found on one host: in words with the cause and what to do, then address by address.
import Link from 'next/link'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import type { DoctorAddress, DoctorHost } from '@/lib/contract/doctor'
import { doctorTexts } from '@/lib/texts/doctor'

type Asked = { networkId: string; network: string; name: string; port: number | null }

export function DoctorFinding({ finding, asked }: { finding: DoctorHost; asked: Asked }) {
  const t = useTexts(doctorTexts)
  const { hostId, hostName, state, cause, about, detail, from, addresses } = finding
  const parts = {
    name: asked.name,
    network: asked.network,
    host: hostName,
    port: asked.port === null ? '' : String(asked.port),
    about: about.join(', '),
    detail,
  }
  const fixes: Partial<Record<DoctorHost['cause'], (p: typeof parts) => string>> = t.fix
  const fix = fixes[cause]?.(parts)
  const isQuiet = state === 'ok' || state === 'idle'
  return (
    <li className="finding">
      <StateMark kind={state} />
      <div>
        <p>
          <Link className="quiet" href={`/hosts/${hostId}`}>
            <b>{hostName}</b>
          </Link>
          {from !== null && <span className="dim small"> {t.from(from)}</span>}
        </p>
        <p className={isQuiet ? 'ink-2' : state}>
          {t.what[cause](parts)} {state === 'ok' && <Counts addresses={addresses} />}
        </p>
        {fix && !isQuiet && (
          <p className="ink-2">
            {fix}{' '}
            {cause === 'stale' && <Link href={`/networks/${encodeURIComponent(asked.networkId)}`}>{t.toNetwork}</Link>}
          </p>
        )}
        {(cause === 'probe-failed' || cause === 'not-readable' || cause === 'no-tools') && detail !== '' && (
          <p className="mono dim">
            <Said text={detail} />
          </p>
        )}
        {addresses.length > 0 && !isQuiet && <Addresses addresses={addresses} />}
      </div>
    </li>
  )
}

function Counts({ addresses }: { addresses: DoctorAddress[] }) {
  const t = useTexts(doctorTexts).counts
  const expected = addresses.filter((one) => one.expected)
  const tried = expected.filter(({ connection }) => connection !== null)
  const [words, n, all] =
    tried.length > 0
      ? [t.connect, tried.filter(({ connection }) => connection === 'open').length, tried.length]
      : [t.resolve, expected.filter(({ resolved }) => resolved).length, expected.length]
  return <span className="dim">({words(n, all)})</span>
}

function Addresses({ addresses }: { addresses: DoctorAddress[] }) {
  const t = useTexts(doctorTexts)
  const isTried = addresses.some(({ connection }) => connection !== null)
  return (
    <table className="mini">
      <thead>
        <tr>
          <th scope="col">{t.columns.address}</th>
          <th scope="col">{t.columns.owner}</th>
          <th scope="col">{t.columns.resolves}</th>
          {isTried && <th scope="col">{t.columns.connects}</th>}
        </tr>
      </thead>
      <tbody>
        {addresses.map(({ address, owner, expected, resolved, connection }) => (
          <tr key={address}>
            <td className="mono">{address}</td>
            <td>
              {owner ?? <span className="dim">{t.nobody}</span>}
              {!expected && <span className="warn"> {t.notExpected}</span>}
            </td>
            <td className={resolved === expected || resolved === null ? '' : 'warn'}>
              {resolved === null ? t.unknown : resolved ? t.yes : t.no}
            </td>
            {isTried && (
              <td className={connection === null || connection === 'open' ? '' : 'fail'}>
                {connection === null ? '' : t.outcomes[connection]}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
