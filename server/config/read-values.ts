// What flags and environment say, the flag before the variable.
import { parseArgs } from 'node:util'
import { AppError } from '@/server/errors'
import { refuse } from './refuse'
import { rows, settings, type Values } from './settings'

export const readValues = (args: string[], env: Record<string, string | undefined>): Values => {
  const options = Object.fromEntries(
    rows.map(([, { flag, isSwitch }]) => [flag, { type: isSwitch ? ('boolean' as const) : ('string' as const) }]),
  )
  let flags: Record<string, string | boolean | undefined>
  try {
    const parsed = parseArgs({ args, options: { ...options, dev: { type: 'boolean' } }, allowPositionals: true })
    const unknown = parsed.positionals.filter((word, index) => !(index === 0 && word === 'serve'))
    if (unknown.length > 0)
      refuse(`lotse does not know the command ${unknown[0]}.`, 'lotse --help lists what it knows.')
    flags = parsed.values
  } catch (error) {
    if (error instanceof AppError) throw error
    return refuse(`${(error as Error).message.split('. ')[0]}.`, 'lotse --help lists the flags.')
  }
  const entries = rows.map(([name, { flag, schema, isSwitch, isSecret }]) => {
    const given = flags[flag] === undefined ? env[name] : String(flags[flag])
    // An empty variable is how shells and unit files unset one; only discovery means something by it.
    const raw = given === '' && name !== 'LOTSE_DISCOVERY' && !isSwitch ? undefined : given
    const parsed = schema.safeParse(raw)
    if (parsed.success) return [name, parsed.data]
    const shown = isSecret ? 'is refused' : `is ${JSON.stringify(raw)}`
    return refuse(
      `${flags[flag] === undefined ? name : `--${flag}`} ${shown}: ${parsed.error.issues[0]?.message}.`,
      `It sets: ${settings[name].help}.`,
    )
  })
  return Object.fromEntries(entries) as Values
}
