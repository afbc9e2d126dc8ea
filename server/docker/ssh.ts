// The way to an engine through SSH: one connection a host, one channel a request. A channel forwards to the engine's socket;
// where the SSH server forbids that, `docker system dial-stdio` on the far side does the same.
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { type AnyAuthMethod, Client, type ClientChannel } from 'ssh2'
import { AppError, messageOf } from '@/server/errors'
import { type EngineAddress, placeOf } from './address'
import { connectionFailure, timeoutFailure } from './failure'
import { fingerprintOf, knownHostsHas, sameFingerprint } from './host-keys'

export type SshAddress = Extract<EngineAddress, { kind: 'ssh' }>
export type SshCredentials = { key?: string | undefined; hostKey?: string | undefined }
export type SshTunnel = {
  open(): Promise<Duplex>
  /** Fingerprint of the key the host showed, once it did. */
  hostKey(): string | undefined
  close(): void
}

const readIfThere = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')

async function authMethods(address: SshAddress, key: string | undefined): Promise<AnyAuthMethod[]> {
  const username = address.user
  if (key !== undefined) return [{ type: 'publickey', username, key }]
  const agent = process.env.SSH_AUTH_SOCK
  const files = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => path.join(homedir(), '.ssh', name))
  const keys = (await Promise.all(files.map(readIfThere))).filter((text) => text !== '' && !/ENCRYPTED/.test(text))
  return [
    ...(agent ? [{ type: 'agent' as const, username, agent }] : []),
    ...keys.map((own) => ({ type: 'publickey' as const, username, key: own })),
  ]
}

function sshFailure(error: unknown, address: SshAddress): AppError {
  const level = typeof error === 'object' && error !== null && 'level' in error ? error.level : ''
  const fail = (message: string, fix: string) =>
    new AppError('host_unreachable', message, { details: { step: 'ssh', address: address.text, fix }, cause: error })
  if (level === 'client-authentication') {
    return fail(
      `${placeOf(address)} does not let ${address.user} in`,
      `Add the public key to ~${address.user}/.ssh/authorized_keys there, or give the right private key.`,
    )
  }
  if (level === 'client-timeout') return timeoutFailure('ssh', 'the handshake', 10_000, address)
  if (/private ?key/i.test(messageOf(error))) {
    return fail(
      `The private key for ${placeOf(address)} cannot be used: ${messageOf(error)}`,
      'Give an unencrypted key.',
    )
  }
  if (level === 'protocol' || level === 'handshake') {
    return fail(`SSH with ${placeOf(address)} fails: ${messageOf(error)}`, 'Is it the port of an SSH server?')
  }
  return connectionFailure(error, address)
}

export function openSshTunnel(address: SshAddress, credentials: SshCredentials, connectTimeoutMs: number): SshTunnel {
  let shown: string | undefined
  let session: Promise<Client> | undefined
  let useStdio = false

  const connect = async (): Promise<Client> => {
    const [methods, knownHosts] = await Promise.all([
      authMethods(address, credentials.key),
      readIfThere(path.join(homedir(), '.ssh', 'known_hosts')),
    ])
    if (methods.length === 0) {
      throw new AppError('host_unreachable', `There is no SSH key to log in to ${placeOf(address)} with`, {
        details: { step: 'ssh', address: address.text, fix: 'Give a private key for this host.' },
      })
    }
    const client = new Client()
    let refusal: AppError | undefined
    const verify = (key: Buffer): boolean => {
      shown = fingerprintOf(key)
      const accepted = credentials.hostKey
        ? sameFingerprint(credentials.hostKey, shown)
        : knownHostsHas(knownHosts, address.host, address.port, key)
      if (accepted) return true
      refusal = new AppError(
        'host_unreachable',
        credentials.hostKey
          ? `${placeOf(address)} shows another SSH key than the accepted one: ${shown}`
          : `The SSH key of ${placeOf(address)} is not known yet: ${shown}`,
        {
          details: {
            step: 'ssh',
            address: address.text,
            sshHostKey: shown,
            fix: credentials.hostKey
              ? 'Was the machine installed anew? Else somebody is in between. Add the host again to accept the new key.'
              : 'Compare it with `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the host, then accept it.',
          },
        },
      )
      return false
    }
    await new Promise<void>((resolve, reject) => {
      client.once('ready', () => resolve())
      client.on('error', (error) => reject(refusal ?? sshFailure(error, address)))
      client.once('close', () => reject(refusal ?? connectionFailure({ code: 'ECONNRESET' }, address)))
      try {
        client.connect({
          host: address.host,
          port: address.port,
          username: address.user,
          readyTimeout: connectTimeoutMs,
          keepaliveInterval: 5_000,
          keepaliveCountMax: 3,
          authHandler: methods,
          hostVerifier: verify,
        })
      } catch (error) {
        reject(sshFailure(error, address))
      }
    })
    const forget = () => {
      session = undefined
    }
    client.once('close', forget)
    client.once('error', forget)
    return client
  }

  const forward = (client: Client): Promise<ClientChannel> =>
    new Promise((resolve, reject) => {
      const done = (error: Error | undefined, channel: ClientChannel) => (error ? reject(error) : resolve(channel))
      if (useStdio) client.exec('docker system dial-stdio', done)
      else client.openssh_forwardOutStreamLocal(address.socketPath, done)
    })

  return {
    hostKey: () => shown,
    async open() {
      session ??= connect()
      const current = session
      const client = await current.catch((error: unknown) => {
        if (session === current) session = undefined
        throw error
      })
      try {
        return asSocket(await forward(client))
      } catch (error) {
        if (useStdio) throw channelFailure(error, address)
      }
      // One refusal may mean "no forwarding here" or "no such socket": the second way tells which.
      useStdio = true
      try {
        return asSocket(await forward(client))
      } catch (error) {
        useStdio = false
        throw channelFailure(error, address)
      }
    },
    close() {
      const current = session
      session = undefined
      current?.then((client) => client.end()).catch(() => undefined)
    },
  }
}

const channelFailure = (error: unknown, address: SshAddress): AppError =>
  new AppError('host_unreachable', `${placeOf(address)}: ${address.socketPath} cannot be opened through SSH`, {
    details: {
      step: 'connect',
      address: address.text,
      fix: `Is dockerd running there, and is ${address.user} a member of the group docker?`,
    },
    cause: error,
  })

/** What Node's HTTP agent expects of a socket and a channel lacks. */
function asSocket(channel: ClientChannel): Duplex {
  const noop = () => channel
  return Object.assign(channel, { setKeepAlive: noop, setNoDelay: noop, setTimeout: noop, ref: noop, unref: noop })
}
