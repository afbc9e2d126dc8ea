// A loader of the build: in the browser a file of lib/texts has its English alone, and all the German is one file beside it that
// German documents load. So nobody carries a language that is not theirs, and the sources keep both side by side.
const { parseSync } = require('oxc-parser')

const german = '?german'

const edited = (source, edits) =>
  edits
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, by }) => text.slice(0, start) + by + text.slice(end), source)

/** `export const NAME = catalogue({ en: …, de: … })`, each with its two sides. */
function cataloguesOf(body) {
  return body.flatMap((node) => {
    const declared = node.declaration?.declarations?.[0]
    const call = declared?.init
    if (call?.type !== 'CallExpression' || call.callee.name !== 'catalogue') return []
    const side = (name) => call.arguments[0].properties.find(({ key }) => key.name === name)
    return [{ name: declared.id.name, en: side('en'), de: side('de') }]
  })
}

/** Other texts that the file is made of; the shape of texts is the same for both languages. */
const textsIn = (body) =>
  body.flatMap(({ source }) => (source && /^\.\/(?!catalogue$)/.test(source.value) ? [source] : []))

/** What the browser gets of `file`; `isGerman`: its German alone. */
function oneLanguage(file, source, isGerman) {
  const { program, errors } = parseSync(file, source, { lang: 'ts' })
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`)
  const catalogues = cataloguesOf(program.body)
  if (!isGerman) {
    if (catalogues.length === 0) return source
    const edits = catalogues.map(({ name, de }) => ({
      ...de,
      by: `get de() { return germanOf('${name}') ?? this.en }`,
    }))
    return `import { germanOf } from './loaded-german'\n${edited(source, edits)}`
  }
  return edited(source, [
    ...catalogues.map(({ en }) => ({ ...en, by: 'en: undefined' })),
    ...textsIn(program.body).map((text) => ({ ...text, by: `'${text.value}.ts${german}'` })),
  ])
}

module.exports = function loader(source) {
  const isList = this.resourcePath.endsWith('/german.ts')
  return oneLanguage(this.resourcePath, source, isList || this.resourceQuery === german)
}
module.exports.oneLanguage = oneLanguage
