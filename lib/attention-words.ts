// What needs a human as a title and a sentence, from its cause. Pure, for both sides, so that the API and the console never
// say different things of one cause.
import { asSentence } from './as-sentence'
import type { Attention, AttentionCause } from './contract/overview'
import { stackSentence } from './stack-sentence'
import { attentionTexts } from './texts/attention'
import type { Language } from './texts/catalogue'

/** `a, b and c` */
const listed = (words: readonly string[], and: string): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`

/** A lost host may have had thousands. */
const shownNames = 8

type Rescheduled = Extract<AttentionCause, { kind: 'reschedule' }>

function rescheduleWords(
  { act, why, host, other, names }: Rescheduled,
  language: Language,
  said: (text: string) => string,
): { title: string; text: string } {
  const { reschedule: t, and } = attentionTexts[language]
  const [name = ''] = names
  const title = act === 'move' && names.length > 1 ? t.many(names.length, host) : t[act](name, host, other ?? '')
  const more = names.length - shownNames
  const shown = more > 1 ? [...names.slice(0, shownNames), t.others(more)] : names
  const whose = names.length > 1 ? [t.each(listed(shown, and))] : []
  return {
    title,
    text: [...whose, ...reasonsOf(why, host, language, said), ...(act === 'move' ? [t.again] : [])].join(' '),
  }
}

function reasonsOf(
  why: Rescheduled['why'],
  host: string,
  language: Language,
  said: (text: string) => string,
): string[] {
  const { reschedule, and } = attentionTexts[language]
  const t = reschedule.why
  switch (why.kind) {
    case 'volume':
      return [t.volume(host, listed(why.volumes, and))]
    case 'network':
      return [t.network(host, listed(why.networks, and))]
    case 'unread':
      return [t.unread(host)]
    case 'name':
      return [t.name(why.place)]
    case 'image':
      return [t.image(why.image, why.host, asSentence(said(why.message)))]
    case 'place': {
      const reasons = why.hosts.map((each) => `${each.host}: ${said(each.says)}`)
      const fix = why.hosts.find((each) => each.fix !== null)?.fix
      const all = why.more > 0 ? [...reasons, t.more(why.more)] : reasons
      return [
        t.place,
        ...(all.length > 0 ? [asSentence(all.join('; '))] : []),
        t.placeFix(host, fix ? said(fix) : null),
      ]
    }
    case 'said':
      return [why.message, why.fix].flatMap((text) => (text ? [asSentence(said(text))] : []))
  }
}

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
    case 'reschedule':
      return rescheduleWords(cause, language, said)
    case 'copies': {
      const { copies } = cause
      const [{ name } = { name: '' }] = copies
      const c = t.copies
      const places = copies.map((each) => c.place(`${each.hostName}/${each.name}`, each.isUp))
      return { title: c.title(name, copies.length), text: c.text(listed(places, t.and)) }
    }
    case 'stack':
      return { title: t.stack[cause.state](name), text: stackSentence(cause.report, language, said) }
  }
}
