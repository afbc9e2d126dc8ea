// Every sentence that the server's code can say, read from its syntax tree: so that a test can hold the catalogue of
// their translations to them. A part that is only known when it runs is a hole; a choice of words gives one text an arm.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'

type Node = { type: string; start: number; end: number; [key: string]: unknown }
/** Words as they are written, or a hole with the name of what fills it. */
export type Piece = string | { hole: string; isWide: boolean }
export type Sentence = { place: string; pieces: Piece[] }

const root = path.resolve(import.meta.dirname, '..')

/** Said to a terminal, a log, a program or the reader of the API's page, and never on the console's screen. */
const notOnScreen = [
  /^server\/(main|config|log)\.ts$/,
  /^server\/(command|config|http|discovery|proxy|testing)\//,
  /^server\/db\/(?!database-error)/,
  /^server\/api\/(docs-page|metrics|openapi|sockets)\.ts$/,
  /^server\/api\/routes\/(system|document)-routes\.ts$/,
  /^server\/api\/(logs\/log-text|stream-answer|routes\/event-routes)\.ts$/,
  /^server\/auth\/cookie\.ts$/,
  /^server\/docker-access\/(certificate-access|tls-source|client-bundle|authority|admission)\.ts$/,
  // The engine's own words for a state, and shell scripts.
  /^server\/cluster\/read-container\.ts$/,
  /^server\/docker\/(list-by-.*|exec|pulse)\.ts$/,
  /^server\/networks\/doctor-script\.ts$/,
  // The words of classic Swarm, shown as its own.
  /^server\/scheduler\/(candidates|state)\.ts$/,
  /^server\/registries\/secret-box\.ts$/,
]
const notRead = /^(summary|description|help|condition|nobodyLeft|content|note)$/
const notSaid =
  /(\blog\??\.\w+|\.describe|console\.\w+|\.json|jsonLines|transferLines|exchangeJson|\.split|\$\w+Unsafe|\.write|socket\.(end|close)|hashPassword|JSON\.parse|\.exec|\.startsWith|\.includes|\.endsWith|new RegExp)$/

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string'
const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode)
const isProse = (text: string) =>
  /\p{L}{2,}[,;:.”"’)]* .*\p{L}{2,}/u.test(text) && !/^(GET|POST|attachment;|--)/.test(text)

const dull = new Set('name length join map text toString size slice filter value address displayName'.split(' '))

/** What a hole is called: the last telling name of what fills it. */
function nameOf(node: Node, source: string): string {
  const names = source.slice(node.start, node.end).match(/[A-Za-z]\w*/g) ?? []
  const chain = node.type === 'MemberExpression' || node.type === 'ChainExpression' ? names : names.slice(0, 4)
  const telling = chain.filter((name) => !dull.has(name))
  const last = node.type === 'CallExpression' ? telling[telling.length > 1 ? 1 : 0] : telling.at(-1)
  return (last ?? chain.at(-1) ?? 'value').replace(/^[A-Z]/, (sign) => sign.toLowerCase())
}

/** Names, numbers and addresses have no blanks; whatever else fills a hole may be a sentence of its own. */
const narrowCall = /^(placeOf|hostNameOf|nameOf|formatRange|Math\.\w+|place|name|hostName|mib)\(/
const wideName =
  /(message|reason|error|why|words|says?|said|what|owner|list|names|rest|more|detail|life|text|verb|bytes|amount|meaning|where|place|shown|cause|summary|change|list|user)$/i
function holeOf(node: Node, source: string): Piece {
  const text = source.slice(node.start, node.end)
  const hole = nameOf(node, source)
  const isCall = /Expression$/.test(node.type) && /\(/.test(text) && !narrowCall.test(text)
  return { hole, isWide: isCall || wideName.test(hole) }
}

const joined = (left: Piece[][], right: Piece[][]): Piece[][] =>
  left.flatMap((before) => right.map((after) => [...before, ...after]))

/** What an expression may say: each arm of a choice, holes for what is not written here. */
function textsOf(node: Node, source: string): Piece[][] {
  switch (node.type) {
    case 'Literal':
      return [typeof node.value === 'string' ? [node.value] : [holeOf(node, source)]]
    case 'TemplateLiteral': {
      const quasis = node.quasis as { value: { cooked: string } }[]
      const expressions = node.expressions as Node[]
      return quasis.reduce<Piece[][]>(
        (texts, { value }, index) => {
          const told = joined(texts, [[value.cooked]])
          const next = expressions[index]
          return next ? joined(told, textsOf(next, source)) : told
        },
        [[]],
      )
    }
    case 'ParenthesizedExpression':
      return textsOf(node.expression as Node, source)
    case 'ConditionalExpression':
      return [node.consequent, node.alternate].flatMap((arm) => textsOf(arm as Node, source))
    case 'LogicalExpression':
      return node.operator === '&&'
        ? [[holeOf(node, source)]]
        : [node.left, node.right].flatMap((arm) => textsOf(arm as Node, source))
    default:
      return [[holeOf(node, source)]]
  }
}

const merged = (pieces: Piece[]): Piece[] =>
  pieces.reduce<Piece[]>((all, piece) => {
    const last = all.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') all.splice(-1, 1, last + piece)
    else if (piece !== '') all.push(piece)
    return all
  }, [])

function sentencesIn(file: string): Sentence[] {
  const source = readFileSync(path.join(root, file), 'utf8')
  const { program } = parseSync(file, source, { lang: 'ts' })
  const found: Sentence[] = []
  const note = (node: Node) => {
    const place = `${file}:${source.slice(0, node.start).split('\n').length}`
    for (const text of textsOf(node, source)) {
      const pieces = merged(text)
      if (isProse(pieces.map((piece) => (typeof piece === 'string' ? piece : 'xx')).join(''))) {
        const written = pieces.filter((piece) => typeof piece === 'string').join(' ')
        if (/\p{L}{2}/u.test(written)) found.push({ place, pieces })
      }
    }
  }
  const walk = (node: Node): void => {
    if (node.type === 'ImportDeclaration' || /^TS(Type|Interface|Enum|Union|Literal)/.test(node.type)) return
    if (node.type === 'CallExpression') {
      const callee = node.callee as Node
      if (notSaid.test(source.slice(callee.start, callee.end))) return
    }
    if (node.type === 'Property') {
      const key = source.slice((node.key as Node).start, (node.key as Node).end)
      if (notRead.test(key) || /^'.*-/.test(key)) return
    }
    if (node.type === 'Literal' || node.type === 'TemplateLiteral') {
      if (typeof node.value === 'string' || node.type === 'TemplateLiteral') note(node)
      // What stands in a hole is said as well, when it is a sentence of its own.
      for (const child of childrenOf(node)) walkHole(child)
      return
    }
    for (const child of childrenOf(node)) walk(child)
  }
  const walkHole = (node: Node): void => {
    const isArm = /^(Literal|TemplateLiteral|ConditionalExpression|LogicalExpression|ParenthesizedExpression)$/
    if (isArm.test(node.type)) for (const child of childrenOf(node)) walkHole(child)
    else walk(node)
  }
  walk(program as unknown as Node)
  return found
}

export const serverSentences = (): Sentence[] =>
  readdirSync(path.join(root, 'server'), { recursive: true, encoding: 'utf8' })
    .map((name) => `server/${name}`)
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|\/testdata\//.test(file))
    .filter((file) => !notOnScreen.some((pattern) => pattern.test(file)))
    .sort()
    .flatMap(sentencesIn)
