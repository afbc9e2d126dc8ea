// What comes out is read back by Node, which is OpenSSL, and by the openssl program with its strict rules.
import { spawnSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { integer, oid, tagged, time } from './der'
import { type IssuedCertificate, issueCertificate } from './issue-certificate'

const notBefore = new Date('2026-01-01T00:00:00Z')
const notAfter = new Date('2060-01-01T00:00:00Z')
const subject = { commonName: 'Lotse Docker API' }
const ca = issueCertificate({ subject, kind: 'authority', notBefore, notAfter })
const issuer = { subject, key: createPrivateKey(ca.key) }
const names = ['lotse.example.com', '127.0.0.1', '::1', '2001:db8::5:0', '::ffff:192.0.2.1']
const server = issueCertificate({ subject: { commonName: 'n1' }, kind: 'server', notBefore, notAfter, names, issuer })
const client = issueCertificate({
  subject: { commonName: 'Jörg Ωmega', unit: 'lotse:reader' },
  kind: 'client',
  notBefore,
  notAfter,
  issuer,
})

describe('an issued certificate', () => {
  it('is what was ordered', () => {
    const [root, host, person] = [ca, server, client].map(({ cert }) => new X509Certificate(cert))
    expect(root?.ca).toBe(true)
    expect(root?.verify(root.publicKey)).toBe(true)
    expect(host?.checkIssued(root as X509Certificate)).toBe(true)
    expect(host?.verify((root as X509Certificate).publicKey)).toBe(true)
    expect(host?.checkHost('lotse.example.com')).toBe('lotse.example.com')
    for (const address of ['127.0.0.1', '::1', '2001:db8::5:0']) expect(host?.checkIP(address)).toBe(address)
    expect(host?.checkIP('127.0.0.2')).toBeUndefined()
    expect(person?.toLegacyObject().subject).toMatchObject({ CN: 'Jörg Ωmega', OU: 'lotse:reader' })
    expect(person?.serialNumber).toBe(client.serial)
    expect(person?.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(client.fingerprint)
    expect(person?.checkPrivateKey(createPrivateKey(client.key))).toBe(true)
    expect(new Date(person?.validFrom ?? '')).toEqual(notBefore)
    expect(new Date(person?.validTo ?? '')).toEqual(notAfter)
  })

  it('passes the strict rules of OpenSSL, for its purpose only', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'x509-'))
    const file = (name: string, { cert }: IssuedCertificate) => {
      writeFileSync(path.join(directory, name), cert)
      return path.join(directory, name)
    }
    try {
      const root = file('ca.pem', ca)
      const verify = (purpose: string, certificate: string) =>
        spawnSync('openssl', ['verify', '-x509_strict', '-purpose', purpose, '-CAfile', root, certificate])
      const [host, person] = [file('server.pem', server), file('client.pem', client)]
      if (verify('sslserver', host).error) return
      expect(verify('sslserver', host).stderr.toString()).toBe('')
      expect(verify('sslclient', person).status).toBe(0)
      expect(verify('sslclient', host).status).not.toBe(0)
      expect(verify('sslserver', person).status).not.toBe(0)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('never comes twice with one serial', () => {
    const order = { subject, kind: 'client', notBefore, notAfter, issuer } as const
    expect(issueCertificate(order).serial).not.toBe(issueCertificate(order).serial)
  })
})

describe('DER', () => {
  it('has the fewest bytes', () => {
    expect(integer(Buffer.from([0, 0, 1])).toString('hex')).toBe('020101')
    expect(integer(Buffer.from([0x80])).toString('hex')).toBe('02020080')
    expect(integer(Buffer.from([0])).toString('hex')).toBe('020100')
    expect(oid('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302')
    expect(tagged(4, Buffer.alloc(127)).subarray(0, 2).toString('hex')).toBe('047f')
    expect(tagged(4, Buffer.alloc(128)).subarray(0, 3).toString('hex')).toBe('048180')
    expect(tagged(4, Buffer.alloc(70_000)).subarray(0, 4).toString('hex')).toBe('0483011170'.slice(0, 8))
    expect(time(new Date('2049-12-31T23:59:59Z')).subarray(2).toString()).toBe('491231235959Z')
    expect(time(new Date('2050-01-01T00:00:00Z')).subarray(2).toString()).toBe('20500101000000Z')
  })
})
