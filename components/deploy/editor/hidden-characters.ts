// Characters that nobody sees, shown as marks: a pasted no-break space breaks YAML without a trace, and one that turns the
// direction of reading makes a text look other than it is deployed.
import type { Extension } from '@codemirror/state'
import { highlightSpecialChars } from '@codemirror/view'
import { textsNow } from '@/lib/client/language'
import { deployTexts } from '@/lib/texts/deploy'

/** Those that CodeMirror leaves out of its own list. */
const further = /[\u00a0\u202a-\u202c\u2060\u2068]/

export const hiddenCharacters: Extension = highlightSpecialChars({
  addSpecialChars: further,
  render: (code, _description, placeholder) => {
    const mark = document.createElement('span')
    mark.className = 'cm-specialChar'
    mark.textContent = placeholder
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
    mark.title = textsNow(deployTexts).hiddenCharacter(name)
    mark.role = 'img'
    mark.ariaLabel = mark.title
    return mark
  },
})
