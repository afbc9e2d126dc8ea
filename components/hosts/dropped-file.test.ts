import { expect, it } from 'vitest'
import { fieldOfDropped } from './dropped-file'

it.each([
  ['ca', ['ca.pem', 'cacert.pem', 'ca_cert.pem', 'rootCA.pem', 'myCA.crt', 'local-ca.crt', 'certs/ca-bundle.crt']],
  ['cert', ['cert.pem', 'certificate.pem', 'local-cert.pem', 'client.crt', 'ca/cert.pem', 'cascade.pem']],
  ['key', ['key.pem', 'client-key.pem', 'id_rsa', 'id_ed25519', 'ca-key.pem', 'server.key']],
  [null, ['compose.yaml', 'notes.txt', '.env', 'README']],
] as const)('is %s', (field, paths) => {
  for (const path of paths) expect(fieldOfDropped(path), path).toBe(field)
})
