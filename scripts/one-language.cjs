// A loader of the build: in the browser a file of lib/texts has its English alone, so that nobody carries a language that is not
// theirs, and the sources keep both side by side. Where the German is found is written in its place; scripts/german-scripts.ts
// puts it there.
const { createHash } = require('node:crypto')
const { readFileSync } = require('node:fs')
const path = require('node:path')
const { parseSync } = require('oxc-parser')

const edited = (source, edits) =>
  edits
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, by }) => text.slice(0, start) + by + text.slice(end), source)

function bodyOf(file, source) {
  const { program, errors } = parseSync(file, source, { lang: 'ts' })
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`)
  return program.body
}

/** `export const NAME = catalogue({ en: …, de: … })`, each with its German side. */
function cataloguesOf(body) {
  return body.flatMap((node) => {
    const declared = node.declaration?.declarations?.[0]
    const call = declared?.init
    if (call?.type !== 'CallExpression' || call.callee.name !== 'catalogue') return []
    return [{ name: declared.id.name, call, de: call.arguments[0].properties.find(({ key }) => key.name === 'de') }]
  })
}

/** Other texts that the file is made of. */
const textsIn = (file, body) =>
  body.flatMap(({ source }) =>
    source && /^\.\/(?!catalogue$)/.test(source.value) ? [path.join(path.dirname(file), `${source.value}.ts`)] : [],
  )

/** `note` is told of each other file that counts. */
function hashInto(hash, file, source, body, note) {
  hash.update(source)
  for (const other of textsIn(file, body)) {
    note(other)
    const text = readFileSync(other, 'utf8')
    hashInto(hash, other, text, bodyOf(other, text), note)
  }
  return hash
}

/**
 * Under which key of `lotseGerman` the German of each catalogue of a file is found. What it says is in the key: browsers keep a
 * script for good, so one whose German has changed must have another name, and that comes of its content.
 */
function germanKeys(file, source, note = () => {}) {
  const body = bodyOf(file, source)
  const version = hashInto(createHash('sha256'), file, source, body, note).digest('hex').slice(0, 8)
  return cataloguesOf(body).map((catalogue) => ({ ...catalogue, key: `${catalogue.name}_${version}` }))
}

/** German that is not there is English: its script has not come, or the document does not say that it is German. */
const englishAlone = (file, source, note) =>
  edited(
    source,
    germanKeys(file, source, note).map(({ key, de }) => ({
      ...de,
      by: `get de() { return lotseGerman.${key} ?? this.en }`,
    })),
  )

const germanAlone = (file, source) =>
  edited(
    source,
    cataloguesOf(bodyOf(file, source)).map(({ call, de }) => ({
      ...call,
      by: `{ ${source.slice(de.start, de.end)} }`,
    })),
  )

module.exports = function loader(source) {
  return englishAlone(this.resourcePath, source, (file) => this.addDependency(file))
}
module.exports.englishAlone = englishAlone
module.exports.germanAlone = germanAlone
module.exports.germanKeys = germanKeys
