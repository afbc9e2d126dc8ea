// Takes apart the engine's interleaved stdout and stderr: frames of an eight-byte head (stream, length) and a payload.
import { AppError } from '@/server/errors'

export type Frame = { stream: 'stdout' | 'stderr'; payload: Buffer }

const largestFrame = 64 * 1024 * 1024

/** Frames may be cut anywhere by the chunks. Throws engine_error on a head that cannot be one. */
export function createDemux(): (chunk: Buffer) => Frame[] {
  let held: Buffer[] = []
  let heldBytes = 0
  let wanted = 8
  return (chunk) => {
    const frames: Frame[] = []
    held.push(chunk)
    heldBytes += chunk.length
    if (heldBytes < wanted) return frames
    let buffer = Buffer.concat(held)
    wanted = 8
    while (buffer.length >= 8) {
      const kind = buffer[0] ?? 255
      const length = buffer.readUInt32BE(4)
      if (kind > 3 || buffer[1] !== 0 || buffer[2] !== 0 || buffer[3] !== 0 || length > largestFrame) {
        throw new AppError('engine_error', 'The engine sends output that is not in frames')
      }
      if (buffer.length < 8 + length) {
        wanted = 8 + length
        break
      }
      frames.push({ stream: kind >= 2 ? 'stderr' : 'stdout', payload: buffer.subarray(8, 8 + length) })
      buffer = buffer.subarray(8 + length)
    }
    held = buffer.length > 0 ? [buffer] : []
    heldBytes = buffer.length
    return frames
  }
}
