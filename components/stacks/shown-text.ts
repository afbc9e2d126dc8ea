// A file as it is shown: values of secret-looking names are hidden, in env files and in YAML. The editor has the text itself.
import { isSecretName, mask, maskText } from '@/lib/mask'

const line = /^(\s*(?:-\s+)?["']?(?:export\s+)?)([A-Za-z_][\w.-]*)(["']?\s*[:=]\s*)(\S.*)$/
/** A variable, a reference or the beginning of a block is no secret by itself. */
const harmless = /^["']?(?:\$|[&*|>{[#])/

export const shownText = (content: string): string =>
  content
    .split('\n')
    .map((text) => {
      const [, before = '', name = '', between = '', value = ''] = line.exec(text) ?? []
      if (name === '' || !isSecretName(name)) return maskText(text)
      return harmless.test(value) ? text : before + name + between + mask
    })
    .join('\n')
