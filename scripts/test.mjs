// `npm test`: every check of the project in one run, each with its own set-up; goes on after a failure so that one run
// tells all, and ends with "N passed, N failed". `--fast` is the inner loop: no lab, no browser, no build.
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ensureDebianPackages, ensureDependencies, root, run, say } from './setup.mjs'

const fast = process.argv.includes('--fast')
const bin = (name) => path.join(root, 'node_modules', '.bin', name)
const reports = mkdtempSync(path.join(tmpdir(), 'lotse-test-'))
/** Is there when a run of tests ended with errors of no test. */
const unhandled = path.join(reports, 'unhandled-errors')

/**
 * Two things go on at once where real engines are waited for, each on a lab of its own: the journeys and a file of tests, and
 * once the journeys are over two files. A lane is a lock, since those who take one are processes of different runners.
 */
const lanes = ['one', 'two'].map((name) => path.join(reports, `lane-${name}`))

/**
 * A phase is a command that passes or fails as one, or (with `report`) a runner whose own counts are added up. One that runs
 * `beside` the phase before it shares the lanes with that; what it prints is told when its turn comes.
 */
const phases = [
  { name: 'types', command: [bin('tsc'), '--noEmit'] },
  { name: 'lint', command: [bin('biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'unused code', command: [bin('knip')] },
  { name: 'migrations agree with the schema', command: [bin('tsx'), 'scripts/migrate.ts', 'check'] },
  { name: 'unit and property tests', ...tests('fast', '--maxWorkers=3') },
  { name: 'build', command: ['npm', 'run', '--silent', 'build'], slow: true },
  { name: 'first pages are light', command: [bin('tsx'), 'scripts/page-weights.ts'], slow: true },
  { name: 'the lab is ready', command: [bin('tsx'), 'e2e/lab/cli.ts', 'prepare'], slow: true },
  { name: 'tests on real engines', ...tests('lab', '--maxWorkers=2'), slow: true },
  {
    name: 'browser journeys',
    command: ['flock', '-o', lanes[1], bin('playwright'), 'test'],
    report: countPlaywright,
    slow: true,
    beside: true,
  },
]

function tests(project, workers) {
  return { command: vitest(project, workers), report: (phase) => countTests(phase, project, workers) }
}

function vitest(project, ...options) {
  const file = path.join(reports, `${project}.json`)
  return [
    bin('vitest'),
    'run',
    '--project',
    project,
    ...options,
    '--reporter=default',
    '--reporter=json',
    '--reporter=./scripts/unhandled-errors.mjs',
    `--outputFile.json=${file}`,
  ]
}

const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null)

/** The head of a failure's text, so that the end of a long log still tells what broke. */
const head = (text) =>
  stripVTControlCharacters(text ?? '')
    .split('\n')
    .slice(0, 16)
    .join('\n')

const reportOf = ({ command }) => command.find((word) => word.startsWith('--outputFile.json=')).split('=')[1]

function countVitest(phase) {
  const report = readReport(reportOf(phase))
  if (!report) return null
  const failures = report.testResults.flatMap((file) => {
    const name = path.relative(root, file.name)
    const failed = file.assertionResults.filter((test) => test.status === 'failed')
    // A suite that does not load has no failed test of its own.
    if (file.status === 'failed' && failed.length === 0) return [{ name, text: head(file.message) }]
    return failed.map((test) => ({ name: `${name} › ${test.fullName}`, text: head(test.failureMessages.join('\n')) }))
  })
  const failedFiles = report.testResults.filter(({ status }) => status === 'failed')
  const passedIn = ({ assertionResults }) => assertionResults.filter(({ status }) => status === 'passed').length
  const lost = failedFiles.reduce((sum, file) => sum + passedIn(file), 0)
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    failures,
    files: failedFiles.map(({ name }) => path.relative(root, name)),
    passedElsewhere: report.numPassedTests - lost,
  }
}

const mostTriedAgain = 4

/** A case that was found by chance is a fault also if the next try, with other cases, does not find it. */
const isFound = ({ text }) => text.includes('Property failed after')

/**
 * What is tried again is a whole file: on real engines its tests build on one lab, and it gets a new one. Only in CI, whose
 * machine is shared and may stall for seconds: here a failure is a failure. A second try is counted and told; what failed beside
 * the tests, or by a case that may not come again, has none.
 */
async function countTests(phase, project, workers) {
  const first = countVitest(phase)
  const files = first?.files ?? []
  if (!process.env.CI || files.length === 0 || files.length > mostTriedAgain) return first
  if (existsSync(unhandled) || first.failures.some(isFound)) return first
  say(`\n── trying again: ${files.join(', ')}`)
  const command = vitest(project, workers, ...files)
  rmSync(reportOf(phase))
  const code = await run(command[0], command.slice(1), { env })
  const second = countVitest({ command })
  if (!second) return first
  const again = first.failures.filter(({ name }) => !second.files.some((file) => name.startsWith(file)))
  return { ...second, passed: first.passedElsewhere + second.passed, code, again }
}

function countPlaywright() {
  const report = readReport(path.join(reports, 'playwright.json'))
  if (!report) return null
  const { expected, unexpected, flaky } = report.stats
  const told = (isOne) => report.suites.flatMap((suite) => journeysIn(suite, isOne))
  return {
    passed: expected + flaky,
    failed: unexpected,
    failures: told((spec) => !spec.ok),
    again: told((spec) => spec.ok && spec.tests.some(({ status }) => status === 'flaky')),
  }
}

function journeysIn(suite, isOne) {
  const text = (spec) => head(spec.tests.flatMap((test) => test.results.flatMap((r) => r.error?.message ?? [])).at(-1))
  return [
    ...(suite.specs ?? []).filter(isOne).map((spec) => ({ name: `${spec.file} › ${spec.title}`, text: text(spec) })),
    ...(suite.suites ?? []).flatMap((each) => journeysIn(each, isOne)),
  ]
}

ensureDependencies()
if (!fast) ensureDebianPackages({ chromium: '/usr/bin/chromium' })

const env = {
  ...process.env,
  PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(reports, 'playwright.json'),
  NEXT_TELEMETRY_DISABLED: '1',
  LOTSE_LAB_LANES: lanes.join(':'),
  LOTSE_UNHANDLED_ERRORS: unhandled,
}
const wanted = phases.filter((phase) => !fast || !phase.slow)
const begin = async (phase, stdio) => {
  const startedAt = performance.now()
  if (phase.report && !phase.beside) rmSync(unhandled, { force: true })
  const ended = await run(phase.command[0], phase.command.slice(1), { env, stdio })
  const counted = (await phase.report?.(phase)) ?? { passed: ended === 0 ? 1 : 0, failed: ended === 0 ? 0 : 1 }
  if ((counted.code ?? ended) !== 0 && counted.failed === 0) counted.failed = 1
  return { phase: phase.name, ...counted, seconds: Number(((performance.now() - startedAt) / 1000).toFixed(1)) }
}
const rows = []
let beside
for (const [at, phase] of wanted.entries()) {
  say(`\n── ${phase.name}`)
  if (beside) {
    rows.push(await beside.row)
    process.stdout.write(readFileSync(beside.log))
    beside = undefined
    continue
  }
  const next = wanted[at + 1]
  if (next?.beside) {
    const log = path.join(reports, 'beside.log')
    const output = openSync(log, 'w')
    beside = { log, row: begin(next, ['inherit', output, output]) }
  }
  rows.push(await begin(phase, 'inherit'))
}
rmSync(reports, { recursive: true, force: true })

const tell = (how, { name, text }) => say(`\n${how} ${name}\n${text.replace(/^/gm, '  ')}`)
const all = (key) => rows.flatMap((row) => row[key] ?? [])
for (const each of all('again')) tell('FAILED AT THE FIRST TRY', each)
for (const each of all('failures')) tell('FAILED', each)
say('')
for (const { failed, phase, passed, again = [], seconds } of rows) {
  const late = again.length > 0 ? ` (${again.length} failed at the first try)` : ''
  say(`${failed === 0 ? 'ok    ' : 'FAILED'} ${phase}: ${passed} passed${late}, ${failed} failed, ${seconds} s`)
}
const total = (key) => rows.reduce((sum, row) => sum + row[key], 0)
if (all('again').length > 0)
  say(`\nOf those that passed ${all('again').length} failed at the first try; they are named above.`)
say(`\n${total('passed')} passed, ${total('failed')} failed`)
process.exit(total('failed') === 0 ? 0 : 1)
