// `docker run …` as compose services: one command or many, as they stand in a README, with prompts, continuations and
// comments. What a stack cannot have is named, never lost in silence. Pure: the text in, data or a compose text out.
import type { PlainValue } from '../compose-text/document'
import { openText } from '../compose-text/document'
import { type Edit, type EditResult, editText } from '../compose-text/edit-text'
import { serviceNames, servicePath } from '../compose-text/service-edits'
import { splitCommands, type Word } from '../shell-words'
import { type RunCommand, readRun, startOfRun } from './read-command'
import { type Note, nameOfImage, type ServiceDraft, serviceFromRun, serviceName } from './run-to-compose'

export type { Note } from './run-to-compose'

export type Converted = { services: ServiceDraft[] /** Of the paste as a whole. */; notes: Note[] }

/** Does a text that was pasted or dropped hold `docker run` commands? A compose file that mentions one does not. */
export function looksLikeRun(text: string): boolean {
  if (text.length > 100_000 || /^\s*(?:services|version|name)\s*:/m.test(text)) return false
  return splitCommands(text).commands.some((words) => startOfRun(words) !== null)
}

const nameOf = (command: RunCommand): string => {
  const given = command.options.findLast(({ flag }) => flag === 'name')?.value
  return given ? serviceName(given) : nameOfImage(command.image ?? '')
}

const written = (words: readonly Word[]) =>
  words
    .slice(0, 4)
    .map(({ text }) => text)
    .join(' ')

/** `taken`: names that the new services must not have. */
export function convertRun(text: string, taken: readonly string[] = []): Converted {
  const notes: Note[] = []
  const { commands, openQuote } = splitCommands(text)
  if (openQuote !== null) notes.push({ kind: 'unfinished', text: text.slice(openQuote, openQuote + 12) })
  const runs: RunCommand[] = []
  for (const words of commands) {
    const start = startOfRun(words)
    if (start === null) {
      if (!isQuiet(words)) notes.push({ kind: 'other', text: written(words) })
      continue
    }
    const command = readRun(words.slice(start))
    if (command.image === null) notes.push({ kind: 'unfinished', text: written(words) })
    else runs.push(command)
  }
  const used = new Set(taken)
  const named = runs.map((command) => {
    const wanted = nameOf(command)
    let name = wanted
    for (let number = 2; used.has(name); number++) name = `${wanted}-${number}`
    used.add(name)
    return { command, name }
  })
  const peers = new Set(named.map(({ name }) => name))
  return { services: named.map(({ command, name }) => serviceFromRun(command, name, peers)), notes }
}

/** Commands whose effect a stack has by itself: its networks and volumes are made, its images pulled. */
function isQuiet(words: readonly Word[]): boolean {
  const text = words.map((word) => word.text).join(' ')
  return (
    /^(?:[$#>] )?(?:sudo )?docker (?:pull|image pull|network create|volume create|rm|stop|container (?:rm|stop))\b/.test(
      text,
    ) || /^(?:cd|echo) /.test(text)
  )
}

/** The services written into a compose text, which may be empty. */
export function withRunServices(text: string, { services }: Converted): EditResult {
  const open = openText(text)
  const hasNew = (section: string, name: string) =>
    !open.text.match(new RegExp(`^${section}:[\\s\\S]*^ +${name}:`, 'm'))
  const edits: Edit[] = services.map(({ name, service }) => ({
    kind: 'set',
    path: servicePath(open, name),
    value: service,
  }))
  const volumes = services.flatMap((entry) => Object.entries(entry.volumes))
  const networks = services.flatMap((entry) => entry.networks)
  for (const [name, volume] of volumes)
    if (hasNew('volumes', name)) edits.push({ kind: 'set', path: ['volumes', name], value: volume as PlainValue })
  for (const name of new Set(networks))
    if (hasNew('networks', name)) edits.push({ kind: 'set', path: ['networks', name], value: {} })
  return editText(text, ...edits)
}

/** Names in the text that converted services must leave alone. */
export const namesTaken = (text: string): string[] => serviceNames(openText(text))
