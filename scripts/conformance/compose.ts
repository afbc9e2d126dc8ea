// Compares the compose loader with reference tools over a corpus: `npm run conformance -- compose DIRECTORY`.
import type { Diagnostic } from '@/lib/contract/common'
import { type LoadSteps, loadSteps } from '@/server/compose/load-compose'
import {
  comparableComposeGo,
  comparableLegacy,
  comparableLegacyModel,
  comparableModel,
  differences,
} from './compose-comparable'
import { type CorpusCase, readCorpus, readReference, readVariables } from './compose-corpus'

const maximumShown = 5

const load = (corpusCase: CorpusCase, variables: Record<string, string>): LoadSteps =>
  loadSteps({
    files: corpusCase.files,
    composeFiles: corpusCase.composeFiles,
    variables,
    profiles: ['*'],
    defaultName: 'corpus',
    workingDirectory: corpusCase.kind === 'micro' ? '/srv/micro' : '/srv/case',
    // An empty project name: the references were made without the one that a .env may give.
    environment: { HOME: '/home/user', COMPOSE_PROJECT_NAME: '' },
  })

/**
 * compose leaves these to the engine, which refuses them in the middle of a deploy; the corpus' own judgement of broken files and
 * `docker stack` refuse them beforehand, and so does the loader. The model must agree all the same.
 */
const leftToEngine = new Set([
  'value.image',
  'value.restart',
  'value.mount-target',
  'value.mount-twice',
  'value.address',
  'value.subnet',
  'value.port-twice',
  'value.container-name',
  'value.signal',
  'value.choice',
  'value.constraint',
  'value.extra-host',
  'value.variable-name',
  'value.range',
  'resource.no-name',
])

const errorsOf = ({ diagnostics }: LoadSteps): Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error')

const disagreements = (result: LoadSteps): Diagnostic[] =>
  errorsOf(result).filter(({ code }) => !leftToEngine.has(code))

const show = ({ code, message, position }: Diagnostic): string =>
  `${position?.file}:${position?.line} ${code}: ${message}`

/** What the reference accepted must load to the same model. */
const compareWith = (
  corpusCase: CorpusCase,
  variables: Record<string, string>,
  suffix: string,
): string[] | undefined => {
  const composeGo = readReference(corpusCase, `reference-composego${suffix}.json`)
  const legacy = readReference(corpusCase, `reference${suffix}.json`)
  const result = load(corpusCase, variables)
  if (composeGo) {
    const lenient = /noconsistency|without-consistency/.test(
      corpusCase.row['compose-go-2.14.0'] ?? corpusCase.row['compose-go 2.14.0'] ?? '',
    )
    if (!result.model) return errorsOf(result).map((error) => `refused: ${show(error)}`)
    const found = differences(comparableModel(result.model, composeGo), comparableComposeGo(composeGo))
    return lenient ? found : [...disagreements(result).map((error) => `refused: ${show(error)}`), ...found]
  }
  if (!legacy) return undefined
  const refused = disagreements(result).map((error) => `refused: ${show(error)}`)
  // Where today's compose refuses a file that the old one took, today's counts; v1 has only the old one.
  if (String(legacy.version) !== '1') return refused.length > 0 ? [] : undefined
  if (result.model?.format !== 'v1') return ['not read as format v1', ...refused]
  return [...refused, ...differences(comparableLegacyModel(result.model), comparableLegacy(legacy))]
}

const compareCase = (corpusCase: CorpusCase): string[] => {
  const plain = compareWith(corpusCase, {}, '')
  const variables = readVariables(corpusCase)
  const filled = Object.keys(variables).length > 0 ? compareWith(corpusCase, variables, '-vars') : undefined
  if (plain || filled) return [...(plain ?? []), ...(filled ?? []).map((difference) => `with variables: ${difference}`)]
  const result = load(corpusCase, {})
  return result.model || errorsOf(result).length > 0 ? [] : ['neither a model nor a reason']
}

const compareMicro = (corpusCase: CorpusCase): string[] => {
  const expected =
    corpusCase.row['compose-go 2.14.0'] ?? (readReference(corpusCase, 'reference-composego.json') ? 'ok' : 'error')
  if (expected !== 'error') return compareWith(corpusCase, {}, '') ?? ['has no reference']
  // The tool could load these, but not print them.
  if (corpusCase.row.error?.includes('MarshalJSON')) return load(corpusCase, {}).model ? [] : ['refused']
  return errorsOf(load(corpusCase, {})).length > 0 ? [] : [`accepted; the reference says ${corpusCase.row.error}`]
}

const compareInvalid = (corpusCase: CorpusCase): string[] => {
  const { expect = 'reject', line = '' } = corpusCase.row
  const result = load(corpusCase, {})
  const errors = errorsOf(result)
  const warnings = result.diagnostics.filter(({ severity }) => severity === 'warning')
  const mayAccept = expect.includes('accept')
  const mayWarn = expect.includes('warn')
  const mayReject = expect.includes('reject')
  const problems: string[] = []
  if (errors.length > 0 && !mayReject) problems.push(`refused, but expected ${expect}: ${errors.map(show)[0]}`)
  if (errors.length === 0 && !mayAccept && !mayWarn) problems.push(`accepted, but expected ${expect}`)
  if (expect.startsWith('warn') && warnings.length === 0) problems.push('no warning')
  if (mayAccept && errors.length === 0) return problems
  const lines = [...errors, ...(mayWarn ? warnings : [])].map(({ position }) => String(position?.line))
  if (line !== '' && !lines.includes(line))
    problems.push(
      `expected line ${line}, reported ${[...errors, ...warnings].map(show).slice(0, 3).join(' | ') || 'nothing'}`,
    )
  return problems
}

const compare = { cases: compareCase, micro: compareMicro, invalid: compareInvalid }

const guarded = (corpusCase: CorpusCase): string[] => {
  try {
    return compare[corpusCase.kind](corpusCase)
  } catch (error) {
    return [`CRASHED: ${error instanceof Error ? error.stack?.split('\n').slice(0, 3).join(' ') : error}`]
  }
}

export const run = async (args: readonly string[]): Promise<{ cases: number; differing: number }> => {
  const [directory] = args
  if (directory === undefined) throw new Error('give a directory of the form of the compose corpus')
  const corpus = readCorpus(directory)
  let differing = 0
  for (const corpusCase of corpus) {
    const found = guarded(corpusCase)
    if (found.length === 0) continue
    differing += 1
    console.log(`${corpusCase.kind}/${corpusCase.id}`)
    for (const difference of found.slice(0, maximumShown)) console.log(`    ${difference}`)
    if (found.length > maximumShown) console.log(`    … and ${found.length - maximumShown} more`)
  }
  return { cases: corpus.length, differing }
}
