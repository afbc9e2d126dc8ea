// All sentences of the server in German: the browser loads them only where German is spoken.
import { createReader } from '@/lib/read-sentence'
import { accessSentences } from './access'
import { composeSentences } from './compose'
import { containerSentences } from './containers'
import { hostSentences } from './hosts'
import { moveSentences } from './moves'
import { networkSentences } from './networks'
import { placementSentences } from './placement'
import { stackSentences } from './stacks'
import { aloneInGerman, wordsInGerman } from './words'

export const readInGerman = createReader(
  {
    ...accessSentences,
    ...composeSentences,
    ...containerSentences,
    ...hostSentences,
    ...moveSentences,
    ...networkSentences,
    ...placementSentences,
    ...stackSentences,
  },
  { listed: wordsInGerman, alone: aloneInGerman, decimal: ',' },
)
