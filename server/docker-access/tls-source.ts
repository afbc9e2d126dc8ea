// Certificates of the listener, from files that are read again when they change: a renewed one is used without a restart.
import { readFileSync, statSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { AppError, messageOf } from '@/server/errors'

export type TlsMaterial = { ca: string; cert: string; key: string; crl?: string | undefined }
export type TlsSource = {
  read(): TlsMaterial
  subscribe(listener: (material: TlsMaterial) => void): () => void
}
export type TlsFiles = { ca: string; cert: string; key: string; crl?: string | undefined }

const lookEveryMs = 30_000

const readPem = (what: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new AppError('invalid_input', `The ${what} ${file} of the Docker API cannot be read: ${messageOf(error)}.`, {
      details: { fix: 'Give the path of a PEM file.' },
    })
  }
}

const marks = { ca: 'CERTIFICATE', cert: 'CERTIFICATE', key: 'PRIVATE KEY', crl: 'X509 CRL' } as const

/** Node takes an empty text for none at all, and a file that is just being written is empty for a moment. */
function requireAll(material: TlsMaterial, files: TlsFiles): void {
  for (const name of ['ca', 'cert', 'key', 'crl'] as const) {
    const text = material[name]
    if (text === undefined || new RegExp(`-----END [A-Z ]*${marks[name]}-----`).test(text)) continue
    throw new AppError('invalid_input', `The file ${files[name]} of the Docker API holds no ${marks[name]}.`)
  }
}

/** Throws invalid_input. */
export function readTlsFiles(files: TlsFiles): TlsMaterial {
  const material: TlsMaterial = {
    ca: readPem('certificate authority', files.ca),
    cert: readPem('certificate', files.cert),
    key: readPem('key', files.key),
    ...(files.crl === undefined ? {} : { crl: readPem('revocation list', files.crl) }),
  }
  try {
    createSecureContext(material)
  } catch (error) {
    throw new AppError(
      'invalid_input',
      `The certificate ${files.cert} and the key ${files.key} of the Docker API cannot be used: ${messageOf(error)}.`,
      { details: { fix: 'Give a certificate and its own private key without a passphrase, all as PEM files.' } },
    )
  }
  requireAll(material, files)
  return material
}

const stampOf = (files: TlsFiles): string =>
  Object.values(files)
    .map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .join(' ')

/** `onFailure`: what is there now cannot be used, so what was read before stays. */
export function tlsFromFiles(
  files: TlsFiles,
  onFailure: (error: unknown) => void = () => undefined,
  everyMs = lookEveryMs,
): TlsSource {
  let material = readTlsFiles(files)
  return {
    read: () => material,
    subscribe(listener) {
      let stamp = stampOf(files)
      const timer = setInterval(() => {
        const now = stampOf(files)
        if (now === stamp) return
        stamp = now
        try {
          material = readTlsFiles(files)
          listener(material)
        } catch (error) {
          onFailure(error)
        }
      }, everyMs)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
