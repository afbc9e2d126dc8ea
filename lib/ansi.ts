// Terminal colours in log lines: SGR sequences become classes, every other escape sequence is dropped. Pure.
export type Segment = { text: string; className: string }

const colours = ['', 'ansi-red', 'ansi-green', 'ansi-yellow', 'ansi-blue', 'ansi-magenta', 'ansi-cyan', '']
const esc = '\\u001b'
/** Colours and cursor moves, window titles, short sequences, other control characters except tab and line feed. */
const sequence = new RegExp(
  [
    `${esc}\\[([0-9;:?]*)([ -/]*[@-~])`,
    `${esc}\\][^\\u0007${esc}]*(?:\\u0007|${esc}\\\\)`,
    `${esc}[@-Z\\\\-_]`,
    '[\\u0000-\\u0008\\u000b-\\u001a\\u001c-\\u001f\\u007f]',
  ].join('|'),
  'g',
)

type Look = { colour: string; isBold: boolean; isDim: boolean }
const plain: Look = { colour: '', isBold: false, isDim: false }

const classOf = ({ colour, isBold, isDim }: Look) =>
  [colour, isBold ? 'ansi-b' : '', isDim ? 'ansi-d' : ''].filter((name) => name !== '').join(' ')

function applyCodes(look: Look, text: string): Look {
  const codes = text.split(/[;:]/).map(Number)
  let next = look
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0
    if (code === 0) next = plain
    else if (code === 1) next = { ...next, isBold: true }
    else if (code === 2) next = { ...next, isDim: true }
    else if (code === 22) next = { ...next, isBold: false, isDim: false }
    else if (code === 38 || code === 48) {
      // 256 and true colours do not fit our contrast: they are read past.
      at += codes[at + 1] === 5 ? 2 : 4
    } else if (code === 39) next = { ...next, colour: '' }
    else if (code >= 30 && code <= 37) next = { ...next, colour: colours[code - 30] ?? '' }
    else if (code === 90) next = { ...next, colour: 'ansi-gray' }
    else if (code > 90 && code <= 97) next = { ...next, colour: colours[code - 90] ?? '' }
  }
  return next
}

export function parseAnsi(text: string): Segment[] {
  const segments: Segment[] = []
  let look = plain
  let at = 0
  const push = (end: number) => {
    if (end > at) segments.push({ text: text.slice(at, end), className: classOf(look) })
  }
  for (const match of text.matchAll(sequence)) {
    push(match.index)
    at = match.index + match[0].length
    if (match[2] === 'm') look = applyCodes(look, match[1] ?? '')
  }
  push(text.length)
  return segments
}

export const stripAnsi = (text: string): string => text.replace(sequence, '')
