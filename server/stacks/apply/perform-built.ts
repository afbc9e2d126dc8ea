// What was built on one host, carried to the others through a registry. Whoever may write there could put something else under
// the same name, so each host asks for the very digest that the push was answered with.
import { withDigest } from '@/server/docker/image-reference'
import { pushImage } from '@/server/docker/push'
import type { TransferProgress } from '@/server/docker/transfer'
import { AppError } from '@/server/errors'
import type { RegistryAccess } from '@/server/registries/types'
import { inputOf } from '../operations'
import type { Act, Performer } from './context'
import { holder, imageOn, insteadCopied, isBuiltFrom, isRegistryError, pull, reported, tag, untag } from './image-calls'

export type Built = { from: string; hash: string }

export const pullBuilt = async (
  act: Act,
  reference: string,
  { from, hash }: Built,
  platform: string | undefined,
  registries: RegistryAccess,
) => {
  const digest = await registries.pushedDigest(from)
  const fix = 'Deploy again: it is built anew.'
  const pinned = digest === undefined ? undefined : withDigest(from, digest)
  if (isBuiltFrom(await imageOn(act, reference), hash)) {
    if (act.isResumed && pinned !== undefined) await untag(act, pinned)
    return 'was there already'
  }
  const other = holder(act, reference, hash)
  let said = ''
  try {
    if (pinned === undefined) {
      throw new AppError('registry_error', `Nothing was pushed as ${from} from here.`, { details: { fix } })
    }
    said = await pull(act, pinned, platform, registries)
  } catch (error) {
    if (other === undefined || !isRegistryError(error) || act.signal.aborted) throw error
    return insteadCopied(act, reference, other)
  }
  if (!isBuiltFrom(await imageOn(act, pinned), hash)) {
    await untag(act, pinned)
    throw new AppError('registry_error', `${from} is not what these files were built to.`, { details: { fix } })
  }
  await tag(act, pinned, reference)
  await untag(act, pinned)
  return said
}

/** The digest that the registry gave it: the last words of a push that ended well. */
async function* listened(events: AsyncIterable<TransferProgress>, digest: (digest: string) => void) {
  for await (const event of events) {
    const given = / digest: (sha256:[0-9a-f]+)/.exec(event.status)?.[1]
    if (given !== undefined) digest(given)
    yield event
  }
}

/** What was pushed before is not sent again: the registry has the layers. */
export const performPush =
  (registries: RegistryAccess): Performer =>
  async (act) => {
    const { reference, hash } = inputOf('push-image', act.operation)
    const { target } = act.operation
    if (!isBuiltFrom(await imageOn(act, reference), hash)) {
      const details = { fix: 'Deploy again: it is built anew.' }
      throw new AppError('engine_error', `${reference} is no longer what was built for this revision`, { details })
    }
    await tag(act, reference, target)
    let digest = ''
    try {
      const auth = await registries.authFor(target)
      const events = pushImage(act.engine, target, { auth, signal: act.signal })
      const said = await reported(
        act,
        listened(events, (given) => {
          digest = given
        }),
      )
      await registries.notePushed(target, digest)
      return said
    } finally {
      // A name too many harms nobody; a failure to take it away would hide why the push failed.
      await untag(act, target).catch(() => undefined)
    }
  }
