// A stack's report as a sentence: the deployment first, then how many containers run and what is wrong. Pure, for both
// sides, so that the API and the console never say different things of one stack.
import type { StackReport } from './contract/stacks'
import type { Language } from './texts/catalogue'
import { stackSentenceTexts } from './texts/stack-sentence'

type SentenceTexts = (typeof stackSentenceTexts)['en']

function countWords(report: StackReport, t: SentenceTexts): string {
  const { desired, fulfilled, jobsDone, faults, moreFaults } = report
  if (desired === 0) return t.nothingWanted
  if (faults.length > 0) {
    const words = faults.map(({ fault, replica, hostName, exitCode }) =>
      t.faults[fault](replica, hostName, exitCode ?? '?'),
    )
    return `${t.some(fulfilled, desired)}; ${words.join(', ')}${moreFaults > 0 ? t.more(moreFaults) : ''}`
  }
  const parts = [
    ...(desired > jobsDone ? [t.all(desired - jobsDone)] : []),
    ...(jobsDone > 0 ? [t.jobs(jobsDone)] : []),
  ]
  return parts.join('; ')
}

function deploymentWords({ deployment }: StackReport, t: SentenceTexts, said: (text: string) => string): string | null {
  if (deployment === null) return null
  const { kind, state, revision, done, total, error } = deployment
  const asked = revision === null ? t.deployment : t.revision(revision)
  const what = kind === 'remove' ? t.removal : kind === 'scale' ? t.scaling : asked
  switch (state) {
    case 'running':
      return t.running(what, done, total)
    case 'failed':
      return t.failed(what, said(error ?? '').replace(/\.$/, ''))
    default:
      return t[state](what)
  }
}

export const stackSentence = (
  report: StackReport,
  language: Language,
  /** The server's own sentences in the reader's language. */
  said: (text: string) => string = (text) => text,
): string => {
  const t = stackSentenceTexts[language]
  return [deploymentWords(report, t, said), countWords(report, t)]
    .flatMap((words) => (words ? [`${words}.`] : []))
    .join(' ')
}
