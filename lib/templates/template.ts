// A stack to begin with: a compose text whose variables are questions. Answers go into `.env` beside it, secrets into the
// variables of the draft, a place into the placement constraints; so what a template makes is an ordinary stack.
import { editText } from '../compose-text/edit-text'
import { addConstraint } from '../compose-text/service-edits'
import type { SourceFile } from '../contract/stacks'

export type Question =
  | { kind: 'port'; name: string; standard: number }
  | { kind: 'secret'; name: string }
  | { kind: 'text'; name: string; standard: string; pattern?: string }
  | { kind: 'size'; name: string; standard: string }
  /** Where services run: a placement constraint, or empty for anywhere. */
  | { kind: 'place'; name: string; services: string[] }

export type Template = {
  /** Also the proposed name of the stack, and the key of its words in lib/texts/templates.ts. */
  id: string
  /** A proper name, the same in every language; absent where the words have a title. */
  product?: string
  compose: string
  questions: Question[]
}

export type Answers = Record<string, string>

const secretLength = 24
const letters = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A secret without letters that look alike. `random` answers that many bytes. */
export function makeSecret(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  let text = ''
  while (text.length < secretLength) {
    // Bytes beyond the last whole round would favour the first letters.
    for (const byte of random(new Uint8Array(secretLength)))
      if (byte < letters.length * 4 && text.length < secretLength) text += letters[byte % letters.length]
  }
  return text
}

export type AnswerFault = 'missing' | 'port' | 'taken' | 'size' | 'form' | 'short'

/** `taken`: published ports of the cluster. Null: the answer will do. */
export function answerFault(question: Question, answer: string, taken: ReadonlySet<number>): AnswerFault | null {
  if (question.kind === 'place') return null
  if (answer.trim() === '') return 'missing'
  if (question.kind === 'port') {
    const port = Number(answer)
    if (!/^\d{1,5}$/.test(answer) || port < 1 || port > 65535) return 'port'
    return taken.has(port) ? 'taken' : null
  }
  if (question.kind === 'size') return /^\d+(?:\.\d+)?[kmgKMG]$/.test(answer) ? null : 'size'
  if (question.kind === 'secret') return answer.length < 8 ? 'short' : null
  return question.pattern !== undefined && !new RegExp(`^(?:${question.pattern})$`).test(answer) ? 'form' : null
}

/** The nearest port from `wanted` upwards that is not taken. */
export function freePort(wanted: number, taken: ReadonlySet<number>): number {
  let port = wanted
  while (taken.has(port) && port < 65535) port += 1
  return port
}

const quoted = (value: string) =>
  /^[\w./:@-]*$/.test(value) ? value : value.includes("'") ? `"${value.replace(/[\\"$]/g, '\\$&')}"` : `'${value}'`

/** The files and variables of a draft. Secrets stay out of the files. */
export function fillTemplate(template: Template, answers: Answers): { files: SourceFile[]; variables: Answers } {
  let compose = template.compose
  const lines: string[] = []
  const variables: Answers = {}
  for (const question of template.questions) {
    const answer = answers[question.name] ?? ''
    if (question.kind === 'secret') variables[question.name] = answer
    else if (question.kind !== 'place') lines.push(`${question.name}=${quoted(answer)}`)
    else if (answer !== '')
      for (const service of question.services) {
        const result = addConstraint(compose, service, answer)
        if (result.ok) compose = result.text
      }
  }
  const named = editText(compose, { kind: 'set', path: ['name'], value: template.id })
  const files = [{ path: 'compose.yaml', content: named.ok ? named.text : compose }]
  return { files: lines.length > 0 ? [...files, { path: '.env', content: `${lines.join('\n')}\n` }] : files, variables }
}
