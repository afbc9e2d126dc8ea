// A chart's depth lines behind the login: contours of a small sea floor, computed, so that no drawing has to be shipped.
const width = 1040
const height = 900
const step = 12
const depths = [6, 9, 12, 15, 18, 21]

/** Shoals as centre, spread and rise above a floor of 22 m. */
const shoals = [
  { x: 230, y: 200, spreadX: 190, spreadY: 130, riseM: 12 },
  { x: 420, y: 330, spreadX: 150, spreadY: 120, riseM: 9 },
  { x: 820, y: 500, spreadX: 220, spreadY: 150, riseM: 15 },
  { x: 660, y: 640, spreadX: 150, spreadY: 90, riseM: 7 },
  { x: 150, y: 760, spreadX: 140, spreadY: 110, riseM: 11 },
  { x: 930, y: 70, spreadX: 150, spreadY: 90, riseM: 8 },
]

const depthAt = (x: number, y: number): number =>
  shoals.reduce(
    (depth, shoal) =>
      depth - shoal.riseM * Math.exp(-(((x - shoal.x) / shoal.spreadX) ** 2) - ((y - shoal.y) / shoal.spreadY) ** 2),
    22 + 2 * Math.sin(x / 130 + y / 300) * Math.cos(y / 150),
  )

type Point = [x: number, y: number]

/** Where the contour crosses the edge between two corners. */
function crossing(a: Point, b: Point, level: number): Point | null {
  const from = depthAt(...a)
  const to = depthAt(...b)
  if (from < level === to < level) return null
  const share = (level - from) / (to - from)
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
}

function contour(level: number): string {
  const path: string[] = []
  for (let x = 0; x < width; x += step) {
    for (let y = 0; y < height; y += step) {
      const corners: Point[] = [
        [x, y],
        [x + step, y],
        [x + step, y + step],
        [x, y + step],
      ]
      const cuts = corners
        .map((corner, n) => crossing(corner, corners[(n + 1) % 4] ?? corner, level))
        .filter((cut) => cut !== null)
      const [from, to] = cuts
      if (from && to) path.push(`M${from.map((n) => n.toFixed(1)).join(' ')}L${to.map((n) => n.toFixed(1)).join(' ')}`)
    }
  }
  return path.join('')
}

const soundings: Point[] = Array.from({ length: 48 }, (_, n) => [
  ((n * 397 + 60) % (width - 60)) + 30,
  ((n * 241 + 70) % (height - 80)) + 40,
])
const contours = depths.map((level) => ({ level, path: contour(level) }))

export const DepthLines = () => (
  <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    <g fill="none" stroke="var(--line-strong)">
      {contours.map(({ level, path }) => (
        <path key={level} d={path} strokeWidth={level === 12 ? 1.4 : 1} />
      ))}
    </g>
    <g fill="var(--ink-off)" fontSize="11" fontStyle="italic">
      {soundings.map(([x, y]) => {
        const [metres, tenths] = depthAt(x, y).toFixed(1).split('.')
        return (
          <text key={`${x}-${y}`} x={x} y={y}>
            {metres}
            <tspan dy="3" fontSize="8">
              {tenths}
            </tspan>
          </text>
        )
      })}
    </g>
  </svg>
)
