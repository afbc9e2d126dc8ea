// An authority and certificates of it, made for one test.
import { createPrivateKey } from 'node:crypto'
import type { TlsSource } from '@/server/docker-access/tls-source'
import { type IssuedCertificate, issueCertificate } from '@/server/docker-access/x509/issue-certificate'

const dayMs = 86_400_000

export function openTestAuthority(commonName = 'test authority') {
  const fromNow = (days: number) => new Date(Date.now() + days * dayMs)
  const subject = { commonName }
  const ca = issueCertificate({ subject, kind: 'authority', notBefore: fromNow(-400), notAfter: fromNow(400) })
  const issuer = { subject, key: createPrivateKey(ca.key) }
  const server = (names = ['localhost', '127.0.0.1']): IssuedCertificate =>
    issueCertificate({
      subject: { commonName: 'localhost' },
      kind: 'server',
      notBefore: fromNow(-1),
      notAfter: fromNow(30),
      names,
      issuer,
    })
  const client = (user: string, unit?: string, days: [from: number, to: number] = [-1, 30]): IssuedCertificate =>
    issueCertificate({
      subject: { commonName: user, ...(unit === undefined ? {} : { unit }) },
      kind: 'client',
      notBefore: fromNow(days[0]),
      notAfter: fromNow(days[1]),
      issuer,
    })
  const source = (): TlsSource => {
    const { cert, key } = server()
    return { read: () => ({ ca: ca.cert, cert, key }), subscribe: () => () => undefined }
  }
  return { ca: ca.cert, caKey: ca.key, issuer, server, client, source }
}
