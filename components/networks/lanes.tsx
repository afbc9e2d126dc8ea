// Networks drawn as lanes down a table, one piece for each row. Decoration: every row says the same in words.
import type { ReachLane } from '@/lib/contract/reach'
import { bareLaneName } from './lane-layout'

const laneWidth = 26
const laneRowHeight = 32
const headHeight = 92
const middle = laneRowHeight / 2
const xOf = (index: number) => laneWidth * index + laneWidth / 2
const shortName = (name: string) => (name.length > 16 ? `${name.slice(0, 15)}…` : name)

export function LaneHeads({ lanes, own }: { lanes: ReachLane[]; own: ReadonlySet<string> }) {
  // Room for the last name, which leans over the end.
  const width = lanes.length * laneWidth + 50
  return (
    <svg className="lanes" width={width} height={headHeight} viewBox={`0 0 ${width} ${headHeight}`} aria-hidden="true">
      {lanes.map((lane, index) => (
        <text
          key={lane.key}
          className={own.has(lane.key) ? 'lane-own' : undefined}
          transform={`translate(${xOf(index) + 3} ${headHeight - 4}) rotate(-50)`}
        >
          {shortName(bareLaneName(lane))}
        </text>
      ))}
    </svg>
  )
}

/** The lines stretch with a row that has more than one line of text; the marks stay round in its middle. */
type Props = {
  lanes: ReachLane[]
  /** Lanes that this row is on. */
  on: ReadonlySet<string>
  /** Those over which it reaches. */
  used: ReadonlySet<string>
  /** How far down the heavy line of a lane runs in this row. */
  heavy: (lane: string) => 'none' | 'half' | 'whole' | 'begin'
  isTarget?: boolean
}

export function LaneRow({ lanes, on, used, heavy, isTarget = false }: Props) {
  const width = lanes.length * laneWidth
  const marked = lanes.flatMap((lane, index) => (on.has(lane.key) ? [index] : []))
  const [first, last] = [marked[0], marked.at(-1)]
  const box = `0 0 ${width} ${laneRowHeight}`
  return (
    <>
      <svg className="lane-lines" width={width} viewBox={box} preserveAspectRatio="none" aria-hidden="true">
        {lanes.map((lane, index) => (
          <path key={lane.key} className="lane" d={`M${xOf(index)} 0V${laneRowHeight}`} />
        ))}
        {first !== undefined && last !== undefined && first !== last && (
          <path className={isTarget ? 'lane-heavy' : 'lane-cross'} d={`M${xOf(first)} ${middle}H${xOf(last)}`} />
        )}
        {lanes.map((lane, index) => {
          const length = heavy(lane.key)
          if (length === 'none') return null
          const [from, to] = { half: [0, middle], whole: [0, laneRowHeight], begin: [middle, laneRowHeight] }[length]
          return <path key={lane.key} className="lane-heavy" d={`M${xOf(index)} ${from}V${to}`} />
        })}
      </svg>
      <svg className="lane-marks" width={width} height={laneRowHeight} viewBox={box} aria-hidden="true">
        {lanes.map((lane, index) => {
          if (!on.has(lane.key)) return null
          if (isTarget)
            return <path key={lane.key} className="lane-mark" d={`M${xOf(index) - 5} ${middle - 5}h10v10h-10z`} />
          const className = used.has(lane.key) ? 'lane-mark' : 'lane-end'
          return <circle key={lane.key} className={className} cx={xOf(index)} cy={middle} r={4.2} />
        })}
      </svg>
    </>
  )
}
