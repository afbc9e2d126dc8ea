// Makes X.509 certificates with ECDSA P-256 keys: an authority, a server, a client. Node signs and reads them but makes none, and what
// a library would bring for the three forms needed here is forty times as much code.
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { bits, explicit, implicit, integer, octets, oid, sequence, set, time, utf8, yes } from './der'

export type IssuedCertificate = { cert: string; key: string; serial: string; fingerprint: string }
/** CN, and OU for what else is to be known. */
export type Subject = { commonName: string; unit?: string }
type Issuer = { subject: Subject; key: KeyObject }
export type CertificateOrder = {
  subject: Subject
  kind: 'authority' | 'server' | 'client'
  notBefore: Date
  notAfter: Date
  /** Of a server: host names and addresses. */
  names?: readonly string[]
  /** Absent: it signs itself. */
  issuer?: Issuer
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))
const purposes = { server: oid('1.3.6.1.5.5.7.3.1'), client: oid('1.3.6.1.5.5.7.3.2') }
/** digitalSignature; of an authority keyCertSign and cRLSign. */
const usages = { authority: bits(Buffer.from([0x06]), 1), server: bits(Buffer.from([0x80]), 7) }

const attribute = (id: string, text: string) => set(sequence(oid(id), utf8(text)))

const nameOf = ({ commonName, unit }: Subject): Buffer =>
  sequence(...(unit === undefined ? [] : [attribute('2.5.4.11', unit)]), attribute('2.5.4.3', commonName))

const addressBytes = (address: string): Buffer => {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [left = '', right = ''] = address.split('%', 1)[0]?.split('::') ?? []
  const groups = (half: string): number[] =>
    half
      .split(':')
      .filter(Boolean)
      .flatMap((group) => {
        if (group.includes('.')) return [...addressBytes(group)]
        const value = Number.parseInt(group, 16)
        return [value >> 8, value & 0xff]
      })
  const [head, tail] = [groups(left), groups(right)]
  return Buffer.from([...head, ...Array<number>(Math.max(0, 16 - head.length - tail.length)).fill(0), ...tail])
}

const alternative = (name: string): Buffer =>
  isIP(name) > 0 ? implicit(7, addressBytes(name)) : implicit(2, Buffer.from(name, 'latin1'))

/** The bits of the key, as RFC 5280 takes them for its identifier. */
const keyId = (spki: Buffer): Buffer => createHash('sha1').update(spki.subarray(-65)).digest()

const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
  sequence(oid(id), ...(isCritical ? [yes] : []), octets(value))

export function issueCertificate(order: CertificateOrder): IssuedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { subject, kind, names = [] } = order
  const issuer = order.issuer ?? { subject, key: privateKey }
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const issuerSpki = createPublicKey(issuer.key).export({ type: 'spki', format: 'der' })
  const isAuthority = kind === 'authority'
  // Positive, and never zero.
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const extensions = [
    extension('2.5.29.19', isAuthority ? sequence(yes) : sequence(), true),
    extension('2.5.29.15', isAuthority ? usages.authority : usages.server, true),
    ...(isAuthority ? [] : [extension('2.5.29.37', sequence(purposes[kind]))]),
    ...(names.length > 0 ? [extension('2.5.29.17', sequence(...names.map(alternative)))] : []),
    extension('2.5.29.14', octets(keyId(spki))),
    extension('2.5.29.35', sequence(implicit(0, keyId(issuerSpki)))),
  ]
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    nameOf(issuer.subject),
    sequence(time(order.notBefore), time(order.notAfter)),
    nameOf(subject),
    spki,
    explicit(3, sequence(...extensions)),
  )
  const der = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, issuer.key)))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    serial: serial.toString('hex').toUpperCase(),
    fingerprint: createHash('sha256').update(der).digest('hex'),
  }
}
