// The way to an engine through SSH: one connection a host, one channel a request. A channel forwards to the engine's socket;
// where the SSH server forbids that, `docker system dial-stdio` on the far side does the same.
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { Duplex } from 'node:stream'
import ssh2, { type AnyAuthMethod, type Client, type ClientChannel } from 'ssh2'
import { AppError, type ErrorDetails, messageOf } from '@/server/errors'
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

const sshError = (address: SshAddress, message: string, details: ErrorDetails, cause?: unknown): AppError =>
  new AppError('host_unreachable', message, { details: { step: 'ssh', address: address.text, ...details }, cause })

async function authMethods(address: SshAddress, key: string | undefined): Promise<AnyAuthMethod[]> {
  const username = address.user
  if (key !== undefined) {
    const parsed = ssh2.utils.parseKey(key)
    if (parsed instanceof Error) {
      throw sshError(address, `The private key for ${placeOf(address)} cannot be used: ${parsed.message}`, {
        fix: 'Give an unencrypted private key in PEM or OpenSSH form.',
      })
    }
    return [{ type: 'publickey', username, key }]
  }
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
  const fail = (message: string, fix: string) => sshError(address, message, { fix }, error)
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
  const sockets = new Set<Duplex>()
  let useStdio = false

  const connect = async (): Promise<Client> => {
    const [methods, knownHosts] = await Promise.all([
      authMethods(address, credentials.key),
      readIfThere(path.join(homedir(), '.ssh', 'known_hosts')),
    ])
    if (methods.length === 0) {
      throw sshError(address, `There is no SSH key to log in to ${placeOf(address)} with`, {
        fix: 'Give a private key for this host.',
      })
    }
    const client = new ssh2.Client()
    let refusal: AppError | undefined
    const verify = (key: Buffer): boolean => {
      shown = fingerprintOf(key)
      const accepted = credentials.hostKey
        ? sameFingerprint(credentials.hostKey, shown)
        : knownHostsHas(knownHosts, address.host, address.port, key)
      if (accepted) return true
      refusal = credentials.hostKey
        ? sshError(address, `${placeOf(address)} shows another SSH key than the accepted one: ${shown}`, {
            sshHostKey: shown,
            fix: 'Was the machine installed anew? Else somebody is in between. Add the host again to accept the new key.',
          })
        : sshError(address, `The SSH key of ${placeOf(address)} is not known yet: ${shown}`, {
            sshHostKey: shown,
            fix: 'Compare it with `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the host, then accept it.',
          })
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
    client.once('close', () => {
      session = undefined
      for (const socket of sockets) socket.destroy()
    })
    return client
  }

  const openChannel = (client: Client): Promise<ClientChannel> =>
    new Promise((resolve, reject) => {
      const done = (error: Error | undefined, channel: ClientChannel) => (error ? reject(error) : resolve(channel))
      if (useStdio) client.exec('docker system dial-stdio', done)
      else client.openssh_forwardOutStreamLocal(address.socketPath, done)
    })

  const forward = async (client: Client): Promise<Duplex> => {
    const socket = asSocket(await openChannel(client))
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    return socket
  }

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
        return await forward(client)
      } catch (error) {
        if (useStdio) throw channelFailure(error, address)
      }
      // One refusal may mean "no forwarding here" or "no such socket": the second way tells which.
      useStdio = true
      try {
        return await forward(client)
      } catch (error) {
        useStdio = false
        throw channelFailure(error, address)
      }
    },
    close() {
      const current = session
      session = undefined
      current?.then((client) => client.destroy()).catch(() => undefined)
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

/**
 * A channel as Node's HTTP agent wants a socket. A channel's own destroy waits for the far side, which may be gone: this one
 * ends at once, so that time-outs hold.
 */
function asSocket(channel: ClientChannel): Duplex {
  const socket = new Duplex({
    read: () => void channel.resume(),
    write: (chunk, _encoding, done) => void channel.write(chunk, () => done()),
    final: (done) => void channel.end(() => done()),
    destroy: (error, done) => {
      channel.close()
      done(error)
    },
  })
  channel.on('data', (chunk: Buffer) => {
    if (!socket.push(chunk)) channel.pause()
  })
  channel.on('end', () => socket.push(null))
  channel.on('close', () => socket.destroy())
  channel.on('error', (error: Error) => socket.destroy(error))
  channel.stderr?.resume()
  const noop = () => socket
  return Object.assign(socket, { setKeepAlive: noop, setNoDelay: noop, setTimeout: noop, ref: noop, unref: noop })
}
