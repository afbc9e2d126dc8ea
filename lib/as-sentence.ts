// A reason with an end, if it has none yet: it may be a question, or cut short. For both sides, where sentences are put together.
export const asSentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)
