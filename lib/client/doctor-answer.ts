// What the doctor tells line by line: hosts as they answer, at the end the whole.
import { z } from 'zod'
import { type DoctorHost, type DoctorResult, doctorHost, doctorResult } from '@/lib/contract/doctor'

const told = z.union([z.object({ result: doctorResult }), z.object({ host: doctorHost })])

/** Null: it broke off before the end. */
export async function readFindings(
  lines: AsyncIterable<unknown>,
  onHost: (host: DoctorHost) => void,
): Promise<DoctorResult | null> {
  for await (const line of lines) {
    const each = told.parse(line)
    if ('result' in each) return each.result
    onHost(each.host)
  }
  return null
}
