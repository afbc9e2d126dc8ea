// Certificates for a lab with TLS: an authority of its own, one certificate for each host, one for the client.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run'
import type { HostPlan } from './slots'
import type { LabTls } from './types'

export interface TlsFiles extends LabTls {
  caKey: string
  hostCert: (host: string) => string
  hostKey: (host: string) => string
}

/** The client's files have the names the docker CLI looks for in DOCKER_CERT_PATH. */
export const tlsFiles = (labDirectory: string): TlsFiles => {
  const directory = join(labDirectory, 'tls')
  return {
    directory,
    ca: join(directory, 'ca.pem'),
    caKey: join(directory, 'ca-key.pem'),
    cert: join(directory, 'cert.pem'),
    key: join(directory, 'key.pem'),
    hostCert: (host) => join(directory, `host-${host}.pem`),
    hostKey: (host) => join(directory, `host-${host}-key.pem`),
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

const issue = async (files: TlsFiles, subject: string, target: { cert: string; key: string }, extensions: string) => {
  const requestFile = `${target.cert}.request`
  const extensionFile = `${target.cert}.extensions`
  await run('openssl', ['req', ...newKey, '-keyout', target.key, '-out', requestFile, '-subj', `/CN=${subject}`])
  await writeFile(extensionFile, extensions)
  const authority = ['-CA', files.ca, '-CAkey', files.caKey, '-CAserial', `${target.cert}.serial`, '-CAcreateserial']
  await run('openssl', [
    'x509',
    '-req',
    '-in',
    requestFile,
    ...authority,
    '-days',
    '30',
    '-extfile',
    extensionFile,
    '-out',
    target.cert,
  ])
}

export const makeCertificates = async (labDirectory: string, hosts: HostPlan[]): Promise<void> => {
  const files = tlsFiles(labDirectory)
  await mkdir(files.directory, { recursive: true, mode: 0o700 })
  const authority = ['-x509', '-days', '30', '-subj', '/CN=lotse lab', '-keyout', files.caKey, '-out', files.ca]
  await run('openssl', ['req', ...newKey, ...authority])
  await Promise.all([
    issue(files, 'client', files, 'extendedKeyUsage=clientAuth\n'),
    ...hosts.map(({ name, ip }) =>
      issue(
        files,
        name,
        { cert: files.hostCert(name), key: files.hostKey(name) },
        `subjectAltName=DNS:${name},DNS:localhost,IP:${ip},IP:127.0.0.1\nextendedKeyUsage=serverAuth\n`,
      ),
    ),
  ])
}
