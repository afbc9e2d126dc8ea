// Turns what Node, TLS and SSH say about a failed connection into a sentence with a way out. Pure.
import { AppError, type ErrorCode, messageOf } from '@/server/errors'
import { type EngineAddress, placeOf } from './address'

/** The step of a connection at which it failed; the connection test shows them apart. */
export type FailedStep = 'resolve' | 'connect' | 'ssh' | 'tls' | 'api'

type Verdict = { step: FailedStep; message: string; fix?: string; code?: ErrorCode }

const errorCode = (error: unknown): string => {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

function tlsVerdict(error: unknown, code: string, text: string, place: string): Verdict | null {
  const step = 'tls'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const cert = typeof error === 'object' && error !== null && 'cert' in error ? error.cert : undefined
    const listed = Object(cert).subjectaltname
    const found = typeof listed === 'string' ? listed.replaceAll(/DNS:|IP Address:/g, '') : ''
    return {
      step,
      message: `The certificate of ${place} is for ${found || 'another name'}`,
      fix: 'Use a name that the certificate carries, or issue one that carries this one.',
    }
  }
  if (/CERT_HAS_EXPIRED/.test(code)) {
    return { step, message: `The certificate of ${place} has expired`, fix: 'Issue a new one for the engine.' }
  }
  if (/CERT_NOT_YET_VALID/.test(code)) {
    return {
      step,
      message: `The certificate of ${place} is not valid yet`,
      fix: 'Compare the clocks of both machines.',
    }
  }
  if (/SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE/.test(code)) {
    return {
      step,
      message: `The certificate of ${place} is not signed by a CA that is trusted here`,
      fix: 'Give the CA that signed it (ca.pem).',
    }
  }
  if (
    /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN|HANDSHAKE_FAILURE)|TLSV1.*ALERT/.test(
      code,
    )
  ) {
    return {
      step,
      message: `${place} does not accept our client certificate`,
      fix: "Give a certificate and key (cert.pem, key.pem) signed by the engine's CA.",
    }
  }
  if (/^ERR_OSSL_(PEM|X509|ASN1|EVP|DECODER|UNSUPPORTED)/.test(code)) {
    const reason = text.slice(text.lastIndexOf(':') + 1).trim()
    return {
      step,
      message: `The certificates given for ${place} cannot be used: ${reason}`,
      fix: 'Give ca.pem, cert.pem and key.pem as they are, in PEM form; certificate and key must belong together.',
    }
  }
  if (
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code) ||
    /wrong version number|packet length too long/.test(text)
  ) {
    return { step, message: `${place} does not speak TLS`, fix: 'dockerd listens without TLS there: use tcp://.' }
  }
  if (/^ERR_(SSL|TLS|OSSL)|^EPROTO$/.test(code)) {
    const reason = /reason: ?([^:]+)|([a-z0-9 ]+)$/i.exec(text)?.[0]?.slice(0, 120) ?? code
    return { step, message: `TLS with ${place} fails: ${reason.trim()}`, fix: 'Check CA, certificate and key.' }
  }
  return null
}

function verdictOf(error: unknown, address: EngineAddress): Verdict {
  const code = errorCode(error)
  const text = messageOf(error)
  const place = placeOf(address)
  const isUnix = address.kind === 'unix'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA' || code === 'ENODATA') {
    return {
      step: 'resolve',
      message: `${isUnix ? place : address.host}: no such name`,
      fix: 'Check the spelling, or give the IP address.',
    }
  }
  if (isUnix && (code === 'ENOENT' || code === 'ENOTDIR')) {
    return {
      step: 'connect',
      message: `There is no socket at ${place}`,
      fix: 'Is dockerd running, and does it use this path?',
    }
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      step: 'connect',
      message: `No permission to open ${place}`,
      fix: isUnix ? 'Run Lotse as root or as a member of the group docker.' : 'A firewall on this machine forbids it.',
    }
  }
  if (code === 'ECONNREFUSED') {
    const listen =
      address.kind === 'tls'
        ? `--tlsverify -H tcp://0.0.0.0:${address.port}`
        : `-H tcp://0.0.0.0:${isUnix ? 2375 : address.port}`
    const fix = isUnix
      ? 'The socket is there but nobody listens: start dockerd.'
      : address.kind === 'ssh'
        ? 'The machine is up, but no SSH server listens on that port.'
        : `The machine is up, the engine does not listen there: is dockerd started with ${listen}?`
    return { step: 'connect', message: `${place} refuses the connection`, fix }
  }
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EHOSTDOWN' || code === 'EADDRNOTAVAIL') {
    return {
      step: 'connect',
      message: `No route to ${place}`,
      fix: 'The machine is off, or no network leads from here to there.',
    }
  }
  if (code === 'ETIMEDOUT') {
    return {
      step: 'connect',
      message: `TCP connect to ${place} times out`,
      fix: 'The machine is off, or a firewall drops the packets.',
    }
  }
  const tls = address.kind === 'tls' ? tlsVerdict(error, code, text, place) : null
  if (tls) return tls
  if (code.startsWith('HPE_')) {
    const raw = typeof error === 'object' && error !== null && 'rawPacket' in error ? error.rawPacket : undefined
    if (Buffer.isBuffer(raw) && raw[0] === 0x15 && raw[1] === 0x03) return speaksTls(place)
    return {
      step: 'api',
      code: 'engine_error',
      message: `What answers at ${place} does not speak HTTP`,
      fix: 'Is it the port of a Docker engine?',
    }
  }
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    const isTls = address.kind === 'tls'
    return {
      step: 'api',
      message: `${place} closed the connection before its answer was complete`,
      ...(isTls ? { fix: "If this happens every time: is our client certificate signed by the engine's CA?" } : {}),
    }
  }
  return { step: 'connect', message: `${place} cannot be reached: ${text}` }
}

const speaksTls = (place: string): Verdict => ({
  step: 'api',
  message: `${place} speaks TLS, we do not`,
  fix: 'dockerd listens with TLS there: use tls://.',
})

const fromVerdict = (verdict: Verdict, address: EngineAddress, cause?: unknown): AppError =>
  new AppError(verdict.code ?? 'host_unreachable', verdict.message, {
    details: { step: verdict.step, address: address.text, ...(verdict.fix === undefined ? {} : { fix: verdict.fix }) },
    cause,
  })

/** Anything thrown on the way to an engine, as the error that leaves this folder. */
export function connectionFailure(error: unknown, address: EngineAddress): AppError {
  if (error instanceof AppError) return error
  return fromVerdict(verdictOf(error, address), address, error)
}

export const tlsExpected = (address: EngineAddress): AppError => fromVerdict(speaksTls(placeOf(address)), address)

/** Node drops such a connection without a word unless somebody listens for it. */
export const unaskedTakeover = (address: EngineAddress): AppError =>
  new AppError('engine_error', `The engine at ${address.text} turns over a connection that nobody asked for.`)

export function timeoutFailure(step: FailedStep, what: string, timeoutMs: number, address: EngineAddress): AppError {
  const seconds = Math.round(timeoutMs / 100) / 10
  const place = placeOf(address)
  if (step === 'api') {
    return new AppError('engine_timeout', `${place} gives no answer to ${what} within ${seconds} s`, {
      details: {
        step,
        address: address.text,
        fix: 'The engine accepts connections but hangs; look at dockerd on that host.',
      },
    })
  }
  const verb = step === 'tls' ? 'The TLS handshake with' : step === 'ssh' ? 'SSH to' : 'TCP connect to'
  return new AppError('host_unreachable', `${verb} ${place} times out after ${seconds} s`, {
    details: { step, address: address.text, fix: 'The machine is off, or a firewall drops the packets.' },
  })
}

export const stepOf = (error: unknown): FailedStep => {
  const step = error instanceof AppError ? error.details?.step : undefined
  return step === 'resolve' || step === 'connect' || step === 'ssh' || step === 'tls' ? step : 'api'
}
