// The authority that signs the certificates of the Docker API and of its clients, made on first use. Its key lies beside the database,
// sealed: whoever has it can be anybody.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { AppError, messageOf } from '@/server/errors'
import type { SecretBox } from '@/server/registries/secret-box'
import { type CertificateOrder, type IssuedCertificate, issueCertificate } from './x509/issue-certificate'

export type Authority = {
  /** PEM. */
  cert: string
  /** SHA-256, hexadecimal. */
  fingerprint: string
  issue(
    order: Pick<CertificateOrder, 'subject' | 'names'> & { kind: 'server' | 'client'; days: number },
  ): IssuedCertificate & {
    expiresAt: Date
  }
}

const dayMs = 86_400_000
const authorityDays = 20 * 365
/** Clocks of clients are not ours. */
const slackMs = 3_600_000
const subject = { commonName: 'Lotse Docker API' }
const sealedFor = 'docker authority'
const stored = z.strictObject({ cert: z.string(), key: z.string() })

function store(file: string, text: string): void {
  const fresh = `${file}.${process.pid}`
  rmSync(fresh, { force: true })
  const handle = openSync(fresh, 'wx', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(fresh, file)
}

function read(file: string, box: SecretBox): { cert: string; key: KeyObject } {
  const wrong = (why: string) =>
    new AppError('invalid_input', `The authority of the Docker API in ${file} cannot be used: ${why}.`, {
      details: {
        fix: 'Put back the file or the key (LOTSE_SECRET_KEY) that it was sealed with; or remove it: another authority is made, and every client needs a new bundle.',
      },
    })
  let text: unknown
  try {
    text = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw wrong(messageOf(error))
  }
  const parsed = stored.safeParse(text)
  if (!parsed.success) throw wrong('it is damaged')
  const key = box.open(parsed.data.key, sealedFor)
  if (key === null) throw wrong('it is sealed with another key')
  const certificate = new X509Certificate(parsed.data.cert)
  const keyObject = createPrivateKey(key)
  if (!certificate.checkPrivateKey(keyObject)) throw wrong('its certificate and its key are not a pair')
  if (new Date(certificate.validTo) <= new Date()) throw wrong('it has expired')
  return { cert: parsed.data.cert, key: keyObject }
}

/** Throws invalid_input. */
export function openAuthority(directory: string, box: SecretBox): Authority {
  const file = path.join(directory, 'docker-authority.json')
  if (!existsSync(file)) {
    const now = Date.now()
    const made = issueCertificate({
      subject,
      kind: 'authority',
      notBefore: new Date(now - slackMs),
      notAfter: new Date(now + authorityDays * dayMs),
    })
    store(file, `${JSON.stringify({ cert: made.cert, key: box.seal(made.key, sealedFor) })}\n`)
  }
  const { cert, key } = read(file, box)
  const { fingerprint256, validTo } = new X509Certificate(cert)
  return {
    cert,
    fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
    issue({ days, ...order }) {
      const now = Date.now()
      // To the second, as the certificate says it; and not longer than who signed it.
      const end = Math.min(now + days * dayMs, new Date(validTo).getTime())
      const expiresAt = new Date(Math.floor(end / 1000) * 1000)
      const issued = issueCertificate({
        ...order,
        notBefore: new Date(now - slackMs),
        notAfter: expiresAt,
        issuer: { subject, key },
      })
      return { ...issued, expiresAt }
    },
  }
}
