// What needs a human as a title and a sentence, from its cause. Pure, for both sides, so that the API and the console never
// say different things of one cause.
import type { Attention } from './contract/overview'
import { stackSentence } from './stack-sentence'
import { attentionTexts } from './texts/attention'
import type { Language } from './texts/catalogue'

/** Reasons come with or without their full stop. */
const asSentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

export function attentionWords(
  { cause, target: { name } }: Pick<Attention, 'cause' | 'target'>,
  language: Language,
  /** The server's own sentences in the reader's language. */
  said: (text: string) => string = (text) => text,
): { title: string; text: string } {
  const t = attentionTexts[language]
  switch (cause.kind) {
    case 'host': {
      const reason = asSentence(cause.reason === null ? t.noReason : said(cause.reason))
      return {
        title: t.host[cause.state](name),
        text: cause.containers > 0 ? `${reason} ${t.wereThere(cause.containers)}` : reason,
      }
    }
    case 'problem':
      return {
        title: t.problem(name, t.problems[cause.code]),
        text: [cause.message, cause.fix].flatMap((text) => (text ? [said(text)] : [])).join(' '),
      }
    case 'container': {
      const { trouble, count, service, exitCode, restarts, image, hosts } = cause
      const says = t.says[trouble]
      const words = typeof says === 'string' ? says : says(exitCode)
      const told = trouble === 'restarting' && restarts > 0 ? `${words}${t.says.restarts(restarts)}` : words
      return {
        title: count === 1 ? t.one(name, told) : t.many(count, service, told),
        text: t.where(image, hosts.join(', ')),
      }
    }
    case 'stack':
      return { title: t.stack[cause.state](name), text: stackSentence(cause.report, language, said) }
  }
}
